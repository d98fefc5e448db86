import type { Kysely } from 'kysely';

/**
 * How often forms were shown and begun, by hour and by the columns that leads are counted by; and
 * leads by phone, by which an owner looks for a person.
 */
export async function createFormViews(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('form_views')
    .addColumn('hour', 'bigint', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('language', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('shown', 'integer', (column) => column.notNull())
    .addColumn('started', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('form_views_key', ['hour', 'product', 'language', 'source'])
    .execute();
  await db.schema.createIndex('leads_by_phone').on('leads').column('phone').execute();
}
