import type { Kysely } from 'kysely';

/** What made a lead look like spam: with the quarantined ones an owner sees why they are there. */
export async function addSpamToLeads(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('spam', 'text').execute();
}
