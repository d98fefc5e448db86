import { type Kysely, sql } from 'kysely';

/**
 * Which keys the leads are encrypted with, to be asked of an index: what stands before a sealed
 * text is left of it without the letters of base64url at its end, which both databases can do. And
 * until when a server says that it encrypts with a key.
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
