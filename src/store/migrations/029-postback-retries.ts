import type { Kysely } from 'kysely';

/**
 * Since when a postback is tried, where a person asked for more: one that was given up for its age
 * would be given up again at the first time that its tracker is away. Null for all others, as they
 * came.
 */
export async function addPostbackRetries(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('postbacks').addColumn('tried_since', 'bigint').execute();
}
