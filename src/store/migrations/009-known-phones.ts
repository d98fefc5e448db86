import { type Kysely, sql } from 'kysely';

/**
 * Finds the leads of a phone that the upstream has, or may have, without reading all others. It is
 * partial so that it costs nothing at intake.
 */
export async function indexKnownPhones(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex('leads_known_phones')
    .on('leads')
    .columns(['phone'])
    .where(sql.ref('state'), 'in', [sql.lit('in_doubt'), sql.lit('delivered')])
    .execute();
}
