import { type Kysely, sql } from 'kysely';

/**
 * The uses of a promo code, without regard to case: uses that leads hold are counted before another
 * one is promised. One index has the held uses, the other those that were sent, of which only
 * recent ones are counted.
 */
export async function countReservedUses(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('redemptions').addColumn('code_key', 'text').execute();
  // For rows in progress at the upgrade. It is the code's key if the code is ASCII.
  await sql`update redemptions set code_key = lower(code)
    where state in ('waiting', 'pending', 'sending', 'held')`.execute(db);
  await sql`create index redemptions_reserving on redemptions (company, code_key)
    where lead_ref is not null and state in ('waiting', 'pending', 'sending', 'held')`.execute(db);
  await sql`create index redemptions_sent on redemptions (company, code_key, updated_at)
    where state in ('redeemed', 'unconfirmed')`.execute(db);

  // A transaction that promises a use of a limited code locks its row until the commit.
  await db.schema
    .createTable('limited_codes')
    .addColumn('company', 'text', (column) => column.notNull())
    .addColumn('code_key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('limited_codes_key', ['company', 'code_key'])
    .execute();
}
