import { type Kysely, sql } from 'kysely';

/**
 * Whose promo codes are whose, without regard to case: uses that leads hold are counted before
 * another one is promised. One index has the uses that are held, the other those that were sent,
 * of which the last moments are counted.
 */
export async function countReservedUses(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('redemptions').addColumn('code_key', 'text').execute();
  // For what is under way at the upgrade. It is the code's key where that is ASCII.
  await sql`update redemptions set code_key = lower(code)
    where state in ('waiting', 'pending', 'sending', 'held')`.execute(db);
  await sql`create index redemptions_reserving on redemptions (company, code_key)
    where lead_ref is not null and state in ('waiting', 'pending', 'sending', 'held')`.execute(db);
  await sql`create index redemptions_sent on redemptions (company, code_key, updated_at)
    where state in ('redeemed', 'unconfirmed')`.execute(db);

  // Whoever promises a use of a code with a limit holds its row until the promise is committed.
  await db.schema
    .createTable('limited_codes')
    .addColumn('company', 'text', (column) => column.notNull())
    .addColumn('code_key', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('limited_codes_key', ['company', 'code_key'])
    .execute();
}
