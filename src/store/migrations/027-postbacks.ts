import { type Kysely, sql } from 'kysely';

/** The final states of leads that are reported to a tracker, and how far each report is. */
export async function createPostbacks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('postbacks')
    .addColumn('lead_ref', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint')
    .addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('outcome', 'text')
    .addColumn('detail', 'text')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('postbacks_key', ['lead_ref', 'state'])
    .execute();
  await db.schema
    .createIndex('postbacks_due')
    .on('postbacks')
    .columns(['due_at'])
    .where(sql.ref('due_at'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('postbacks_given_up')
    .on('postbacks')
    .columns(['lead_ref'])
    .where(sql.ref('outcome'), '=', sql.lit('given_up'))
    .execute();
}
