import { type Kysely, sql } from 'kysely';

/** Leases of running redemptions: looked up every second, among all that ever ran. */
export async function indexRedemptionLeases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('redemptions_sending')
    .on('redemptions')
    .columns(['lease_until'])
    .where(sql.ref('lease_until'), 'is not', null)
    .execute();
}
