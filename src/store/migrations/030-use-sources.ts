import { type Kysely, sql } from 'kysely';

/**
 * Which list a code in the journal is on. When codes move from our own list to a file, the same
 * text may be a code of each, and uses of one were counted as uses of the other. Null for older
 * entries, which still count for both.
 */
export async function addUseSources(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('journal').addColumn('source', 'text').execute();
  await db.schema.dropIndex('journal_uses').execute();
  // With the source, so that uses are still counted from the index alone.
  await db.schema
    .createIndex('journal_uses')
    .on('journal')
    .columns(['company_id', 'code', 'source'])
    .where(sql.ref('used'), '=', sql.lit(1))
    .execute();
}
