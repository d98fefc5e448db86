import type { Kysely } from 'kysely';

/**
 * Columns for encrypted phones (`phone` then holds a digest), a table for the keys that the store
 * is encrypted with, and what a visitor agreed to, in the words that were shown.
 */
export async function addEncryption(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leads').addColumn('phone_sealed', 'text').execute();
  await db.schema.alterTable('leads').addColumn('consent_text', 'text').execute();
  await db.schema.alterTable('leads').addColumn('consent_at', 'bigint').execute();
  await db.schema
    .createTable('encryption_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('probe', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
}
