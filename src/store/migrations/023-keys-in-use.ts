import { type Kysely, sql } from 'kysely';

/**
 * An index of the keys that leads are encrypted with: what is left of an encrypted text without the
 * letters of base64url at its end, which both databases can remove. And until when a server claims
 * a key that it encrypts with.
 */
export async function findKeysInUse(db: Kysely<unknown>): Promise<void> {
  const letters = sql.lit('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  await db.schema
    .createIndex('leads_keys')
    .on('leads')
    .columns([sql`(rtrim(phone_sealed, ${letters}))`])
    .where(sql.ref('phone_sealed'), 'is not', null)
    .execute();
  await db.schema.alterTable('encryption_keys').addColumn('claimed_until', 'bigint').execute();
}
