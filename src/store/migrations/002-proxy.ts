import { type Kysely, sql } from 'kysely';

/** The tables of the proxy: leads with their outbox, redemptions, idempotency keys. */
export async function createProxyTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('leads')
    .addColumn('ref', 'text', (column) => column.primaryKey())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('first_name', 'text', (column) => column.notNull())
    .addColumn('last_name', 'text', (column) => column.notNull())
    .addColumn('phone', 'text', (column) => column.notNull())
    .addColumn('click_id', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('company', 'text')
    .addColumn('promo_code', 'text')
    .addColumn('consent', 'integer', (column) => column.notNull())
    .addColumn('attribution', 'text')
    .addColumn('locale', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('doubts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint')
    .addColumn('lease_until', 'bigint')
    .addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('contact_id', 'text')
    .addColumn('detail', 'text')
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  // Partial: the index has the work, not the history.
  await db.schema
    .createIndex('leads_due')
    .on('leads')
    .columns(['due_at'])
    .where(sql.ref('due_at'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('leads_sending')
    .on('leads')
    .columns(['phone'])
    .where(sql.ref('lease_until'), 'is not', null)
    .execute();
  await db.schema
    .createIndex('leads_by_state')
    .on('leads')
    .columns(['state', 'received_at'])
    .execute();

  await db.schema
    .createTable('lead_attempts')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('ref', 'text', (column) => column.notNull().references('leads.ref'))
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .execute();
  await db.schema.createIndex('lead_attempts_by_lead').on('lead_attempts').column('ref').execute();

  await db.schema
    .createTable('redemptions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('lead_ref', 'text', (column) => column.references('leads.ref').unique())
    .addColumn('company', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('due_at', 'bigint')
    .addColumn('lease_until', 'bigint')
    .addColumn('fence', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('reason', 'text')
    .addColumn('detail', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('redemptions_due')
    .on('redemptions')
    .columns(['due_at'])
    .where(sql.ref('due_at'), 'is not', null)
    .execute();

  await db.schema
    .createTable('idempotency_keys')
    .addColumn('key_hash', 'text', (column) => column.primaryKey())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('reply', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
}
