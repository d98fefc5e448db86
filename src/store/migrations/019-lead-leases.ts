import { type Kysely, sql } from 'kysely';

/**
 * Leases of running leads, in order: looked up after each new lead. The unique index on running
 * leads is by phone, and PostgreSQL without statistics of the table read all leads instead.
 */
export async function indexLeadLeases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('leads_leases')
    .on('leads')
    .columns(['lease_until'])
    .where(sql.ref('lease_until'), 'is not', null)
    .execute();
}
