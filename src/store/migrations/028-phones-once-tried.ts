import { type Kysely, sql } from 'kysely';

/**
 * Leads by phone from their first attempt on, and no longer from intake: phones come in no order,
 * so each lead changed a page of its own while its visitor waited for the disk, a sixth of the cost
 * of the intake (`bench/README.md`).
 */
export async function indexPhonesOnceTried(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('leads_by_phone').execute();
  await db.schema
    .createIndex('leads_by_phone')
    .on('leads')
    .columns(['phone'])
    .where(sql.ref('state'), '<>', sql.lit('pending'))
    .execute();
}
