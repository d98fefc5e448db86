import type { Kysely } from 'kysely';

/** Why a lead looks like spam: an owner sees it with the quarantined leads. */
export async function addSpamToLeads(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('spam', 'text').execute();
}
