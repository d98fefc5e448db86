import { type Kysely, sql } from 'kysely';

/**
 * The leads of a phone that the upstream has, or may have, and now also those whose phone it said
 * that it had already.
 */
export async function indexKnownDuplicates(db: Kysely<unknown>): Promise<void> {
  const states = ['in_doubt', 'delivered', 'duplicate'].map((state) => sql.lit(state));
  await db.schema.dropIndex('leads_known_phones').execute();
  await db.schema
    .createIndex('leads_known_phones')
    .on('leads')
    .columns(['phone'])
    .where(sql.ref('state'), 'in', states)
    .execute();
}
