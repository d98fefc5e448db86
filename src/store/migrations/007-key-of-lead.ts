import { type Kysely, sql } from 'kysely';

/** The lead of an idempotency key, so that both can be deleted together; and the age of a key. */
export async function linkKeysToLeads(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('idempotency_keys').addColumn('lead_ref', 'text').execute();
  // The reply to a lead is the JSON of its receipt, which begins with the ref, of 16 characters.
  await sql`update idempotency_keys set lead_ref = substr(reply, 9, 16)
    where substr(reply, 1, 8) = '{"ref":"'`.execute(db);
  await db.schema
    .createIndex('idempotency_keys_by_lead')
    .on('idempotency_keys')
    .column('lead_ref')
    .where(sql.ref('lead_ref'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('idempotency_keys_by_age')
    .on('idempotency_keys')
    .column('created_at')
    .execute();
}
