import { type Kysely, sql } from 'kysely';

/**
 * Two leads of one phone never run at once, whatever two workers see of each other's transactions:
 * the database refuses the second lease.
 */
export async function allowOneLeasePerPhone(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('leads_sending').execute();
  await db.schema
    .createIndex('leads_sending')
    .unique()
    .on('leads')
    .columns(['phone'])
    .where(sql.ref('lease_until'), 'is not', null)
    .execute();
}
