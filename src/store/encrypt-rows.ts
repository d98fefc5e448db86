import type { Kysely } from 'kysely';
import { type FieldCipher, isDigest, isSealed, partsOf } from './field-cipher.ts';
import {
  digestOnce,
  personalTable,
  type PersonalTable,
  personalTables,
  placeOf,
} from './personal-columns.ts';
import type { LeadState } from './schema.ts';
import { type Store, transact } from './store.ts';

/** Rows of one transaction: some milliseconds, and a lead that comes in waits no longer. */
const batchSize = 100;

/** The tables as they are in the database, encrypted or not. */
type RawTables = Kysely<Record<string, Record<string, unknown>>>;
type RawRow = Readonly<Record<string, unknown>>;

export interface EncryptRowsOptions {
  readonly cipher: FieldCipher;
  /** Is told how many rows were looked at. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

export interface EncryptedRows {
  readonly rows: number;
  /** Rows that were written anew. */
  readonly changed: number;
  /** Among them those that held a clear text. */
  readonly clear: number;
}

/**
 * Encrypts with the current key whatever is clear or has an older one, in small transactions, while
 * servers run. It begins anew at each call, and finds done what was done.
 */
export async function encryptRows(
  store: Store,
  { cipher, onProgress = () => {} }: EncryptRowsOptions,
): Promise<EncryptedRows> {
  const all = { rows: 0, changed: 0, clear: 0 };
  for (const table of personalTables) {
    await eachBatch(store, { cipher, table }, (batch) => {
      all.rows += batch.rows;
      all.changed += batch.changed;
      all.clear += batch.clear;
      onProgress(all.rows);
    });
  }
  return all;
}

/** States that a lead can be sent from, now or by a person. */
const unsent: readonly LeadState[] = ['pending', 'sending', 'in_doubt', 'held', 'dead', 'rejected'];

/**
 * The same for leads that may still be sent and are clear. A server does it before it takes the
 * first lead: two leads of one phone are known as such only where both have its digest.
 */
export async function encryptUnsentLeads(store: Store, cipher: FieldCipher): Promise<void> {
  const table = personalTable('leads');
  if (table) await eachBatch(store, { cipher, table, only: unsent }, () => {});
}

/** Whether there are leads that are not encrypted, from before. */
export async function hasClearLeads(store: Store): Promise<boolean> {
  const raw = store.withoutPlugins() as unknown as RawTables;
  const rows = raw.selectFrom('leads').select('ref').where('phone_sealed', 'is', null).limit(1);
  return (await rows.executeTakeFirst()) !== undefined;
}

interface Going {
  readonly cipher: FieldCipher;
  readonly table: PersonalTable;
  /** Only clear leads of these states. */
  readonly only?: readonly string[];
}

async function eachBatch(
  store: Store,
  going: Going,
  onBatch: (batch: EncryptedRows) => void,
): Promise<void> {
  const key = going.table.primaryKey;
  let last: unknown;
  for (;;) {
    const rows = await transact(store, async (transaction) => {
      const raw = transaction.withoutPlugins() as unknown as RawTables;
      const batch = await readBatch(raw, going, last);
      onBatch(await encryptBatch(raw, going, batch));
      return batch;
    });
    last = rows.at(-1)?.[key];
    if (rows.length < batchSize) return;
  }
}

function readBatch(
  raw: RawTables,
  { table: { name, primaryKey, companion = '' }, only }: Going,
  last: unknown,
): Promise<readonly RawRow[]> {
  let query = raw.selectFrom(name).selectAll();
  if (last !== undefined) query = query.where(primaryKey, '>', last);
  if (only) query = query.where('state', 'in', only).where(companion, 'is', null);
  // So that no worker writes a row between this look and its update.
  return query.orderBy(primaryKey).limit(batchSize).forUpdate().execute();
}

async function encryptBatch(
  raw: RawTables,
  { cipher, table }: Going,
  rows: readonly RawRow[],
): Promise<EncryptedRows> {
  let changed = 0;
  let clear = 0;
  for (const row of rows) {
    const changes = changesOf(cipher, table, row);
    if (Object.keys(changes).length === 0) continue;
    const { name, primaryKey } = table;
    await raw.updateTable(name).set(changes).where(primaryKey, '=', row[primaryKey]).execute();
    changed += 1;
    if (isClear(table, row)) clear += 1;
  }
  return { rows: rows.length, changed, clear };
}

function changesOf(cipher: FieldCipher, table: PersonalTable, row: RawRow): RawRow {
  const changes: Record<string, unknown> = {};
  const place = placeOf(cipher, table, new Map(Object.entries(row)));
  const reseal = (value: string, column: string): string => {
    const name = place?.(column) ?? '';
    return cipher.seal(isSealed(value) ? cipher.open(value, name) : value, name);
  };
  const isCurrent = (value: string): boolean =>
    isSealed(value) && partsOf(value).keyId === cipher.keyId;
  for (const column of table.sealed) {
    const value = row[column];
    if (typeof value === 'string' && !isCurrent(value)) changes[column] = reseal(value, column);
  }
  const { digested, companion } = table;
  if (digested === undefined) return changes;
  const text = row[digested];
  if (companion !== undefined) {
    const kept = row[companion] ?? text;
    if (typeof kept === 'string' && !isCurrent(kept)) changes[companion] = reseal(kept, digested);
  }
  if (typeof text === 'string' && !isDigest(text)) changes[digested] = digestOnce(cipher, text);
  return changes;
}

function isClear({ sealed, digested }: PersonalTable, row: RawRow): boolean {
  const digest = digested === undefined ? undefined : row[digested];
  return (
    sealed.some((column) => typeof row[column] === 'string' && !isSealed(row[column])) ||
    (typeof digest === 'string' && !isDigest(digest))
  );
}
