import type { Kysely } from 'kysely';

/** How what was asked for ended, where it was not done; null for all that was, and from before. */
export async function addAuditOutcomes(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit_entries').addColumn('outcome', 'text').execute();
}
