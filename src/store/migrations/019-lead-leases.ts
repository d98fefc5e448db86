import { type Kysely, sql } from 'kysely';

/**
 * Leases of leads that run, in their order: asked for after each lead that comes in. The unique
 * index on running leads is by phone, and PostgreSQL that had no statistics of the table yet read
 * all leads instead.
 */
export async function indexLeadLeases(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('leads_leases')
    .on('leads')
    .columns(['lease_until'])
    .where(sql.ref('lease_until'), 'is not', null)
    .execute();
}
