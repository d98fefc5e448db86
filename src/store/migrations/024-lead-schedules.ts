import type { Kysely } from 'kysely';

/**
 * Since when a lead is tried, where a person sent it on: one that is older than its schedule was
 * given up at the first time that the upstream was busy. Null for all others, as they came in.
 */
export async function addLeadSchedules(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('tried_since', 'bigint').execute();
}
