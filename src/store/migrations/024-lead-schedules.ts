import type { Kysely } from 'kysely';

/**
 * Since when a lead is tried, if a person sent it on: a lead older than its schedule was given up
 * the first time that the upstream was busy. Null for all others.
 */
export async function addLeadSchedules(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('tried_since', 'bigint').execute();
}
