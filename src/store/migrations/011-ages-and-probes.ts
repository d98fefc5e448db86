import type { Kysely } from 'kysely';

/** The ages of contacts and journal entries; and a row to find out whether there is room. */
export async function indexAgesAndAddProbes(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('contacts_by_age').on('contacts').column('created_at').execute();
  await db.schema.createIndex('journal_by_age').on('journal').column('at').execute();

  await db.schema
    .createTable('probes')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
}
