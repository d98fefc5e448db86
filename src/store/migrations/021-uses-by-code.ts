import { type Kysely, sql } from 'kysely';

/**
 * Uses of a code, which the journal counts where the codes are in a file: by company alone, each
 * use of one code read all that the journal had of the company.
 */
export async function indexUsesByCode(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('journal_uses')
    .on('journal')
    .columns(['company_id', 'code'])
    .where(sql.ref('used'), '=', sql.lit(1))
    .execute();
}
