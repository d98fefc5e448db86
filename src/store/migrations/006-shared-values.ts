import type { Kysely } from 'kysely';

/** What one server asked an upstream for, so that the others need not ask again. */
export async function createSharedValues(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('shared_values')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text')
    .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('loaded_at', 'bigint')
    .addColumn('lease_until', 'bigint')
    .execute();
}
