import type { Kysely } from 'kysely';

/**
 * All that it takes to count a company's codes, active or not, in the index itself: the proxy asks
 * for the companies as often as each second, and of a million codes the rows took 1.4 s to read.
 */
export async function indexCodesByCompany(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('promo_codes_by_company')
    .on('promo_codes')
    .columns(['company_id', 'active'])
    .execute();
}
