import { type Kysely, sql } from 'kysely';

/** The tables of the embedded backend. */
export async function createBackendTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('api_tokens')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at', 'bigint')
    .execute();

  await db.schema
    .createTable('companies')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('promo_codes')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('company_id', 'text', (column) => column.notNull().references('companies.id'))
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('code_key', 'text', (column) => column.notNull())
    // The last line of defence of a limit: no program error can take it below zero.
    .addColumn('uses_left', 'bigint', (column) => column.check(sql`uses_left >= 0`))
    .addColumn('timezone', 'text', (column) => column.notNull())
    .addColumn('starts_at', 'text')
    .addColumn('ends_at', 'text')
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('promo_codes_key', ['company_id', 'code_key'])
    .execute();

  await db.schema
    .createTable('journal')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('used', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text')
    .execute();
  await db.schema
    .createIndex('journal_by_company')
    .on('journal')
    .columns(['company_id', 'at'])
    .execute();

  await db.schema
    .createTable('clients')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('contacts')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('first_name', 'text', (column) => column.notNull())
    .addColumn('last_name', 'text', (column) => column.notNull())
    .addColumn('phone', 'text', (column) => column.notNull())
    .addColumn('phone_digits', 'text', (column) => column.notNull().unique())
    .addColumn('click_id', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull().references('clients.name'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
}
