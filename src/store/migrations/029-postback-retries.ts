import type { Kysely } from 'kysely';

/**
 * Since when a postback is tried, if a person asked for more: one that was given up because of its
 * age would be given up again the first time that its tracker is away. Null for all others.
 */
export async function addPostbackRetries(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('postbacks').addColumn('tried_since', 'bigint').execute();
}
