import type { Kysely } from 'kysely';

/** What a lead has beside the vendor's fields: the page's own fields, and signs of a bot. */
export async function addLeadExtra(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('extra', 'text').execute();
  await db.schema.alterTable('leads').addColumn('signals', 'text').execute();
}
