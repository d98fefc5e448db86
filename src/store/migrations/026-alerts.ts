import type { Kysely } from 'kysely';

/** What the owner was told of, so that of several servers one tells it, and once. */
export async function createAlerts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'bigint')
    .execute();
}
