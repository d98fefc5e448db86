import type { Kysely } from 'kysely';

/** Rate limits that all servers on the database share. */
export async function createRates(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rates')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('clear_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('rates_clear_at').on('rates').column('clear_at').execute();
}
