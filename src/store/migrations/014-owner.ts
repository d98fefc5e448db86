import type { Kysely } from 'kysely';

/** The owner's sessions, who read and changed what, and an index of leads by time. */
export async function createOwnerTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('owner_sessions')
    .addColumn('session_hash', 'text', (column) => column.primaryKey())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('audit_entries')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .execute();
  // New leads are added at its end, so it costs the intake almost nothing.
  await db.schema
    .createIndex('leads_by_time')
    .on('leads')
    .columns(['received_at', 'ref', 'state'])
    .execute();
}
