import type { Kysely } from 'kysely';

/** Why an action was not done; null for those that were done, and for older entries. */
export async function addAuditOutcomes(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit_entries').addColumn('outcome', 'text').execute();
}
