import type { Kysely } from 'kysely';

/** What the owner was alerted to, so that of several servers one sends an alert, and once. */
export async function createAlerts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alerts')
    .addColumn('channel', 'text', (column) => column.primaryKey())
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'bigint')
    .execute();
}
