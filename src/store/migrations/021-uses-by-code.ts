import { type Kysely, sql } from 'kysely';

/**
 * Uses of a code, which are counted in the journal if the codes are in a file: with an index by
 * company alone, each use of one code read the company's whole journal.
 */
export async function indexUsesByCode(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('journal_uses')
    .on('journal')
    .columns(['company_id', 'code'])
    .where(sql.ref('used'), '=', sql.lit(1))
    .execute();
}
