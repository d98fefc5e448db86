import type { Kysely } from 'kysely';
import { sendableStates } from '../../contract/lead-states.ts';
import { chunkSize } from '../rows/chunks.ts';
import { type Store, transact } from '../store.ts';
import { CipherError, type FieldCipher, isDigest, isSealed, partsOf } from './field-cipher.ts';
import {
  digestOnce,
  personalTable,
  type PersonalTable,
  personalTables,
  placeOf,
} from './personal-columns.ts';

/** The tables as they are in the database, encrypted or not. */
type RawTables = Kysely<Record<string, Record<string, unknown>>>;
type RawRow = Readonly<Record<string, unknown>>;

export interface EncryptRowsOptions {
  readonly cipher: FieldCipher;
  /** The digits of a phone that somebody typed, by which a contact is looked up. */
  readonly digitsOf: (phone: string) => string;
  /** Is told how many rows were looked at. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

export interface EncryptedRows {
  readonly rows: number;
  /** Rows that were written anew. */
  readonly changed: number;
  /** Among them those that held a clear text. */
  readonly clear: number;
  /** Rows that cannot be decrypted: they were left as they are. */
  readonly unreadable: number;
}

/**
 * Encrypts with the current key whatever is clear or has an older one, and makes the digests of
 * phones anew that are by the secret before; in small transactions, while servers run. It begins
 * anew at each call, and finds done what was done. The fingerprint of a request is nowhere but in
 * its digest: that stays as it is.
 */
export async function encryptRows(
  store: Store,
  { cipher, digitsOf, onProgress = () => {} }: EncryptRowsOptions,
): Promise<EncryptedRows> {
  const all = { rows: 0, changed: 0, clear: 0, unreadable: 0 };
  for (const table of personalTables) {
    await eachBatch(store, { cipher, table, digitsOf }, (batch) => {
      all.rows += batch.rows;
      all.changed += batch.changed;
      all.clear += batch.clear;
      all.unreadable += batch.unreadable;
      onProgress(all.rows);
    });
  }
  return all;
}

/**
 * The same for leads that may still be sent, and are clear or may have a digest by the secret
 * before. A server does it before it takes the first lead: two leads of one phone are known as such
 * only where both have its digest.
 */
export async function encryptUnsentLeads(store: Store, cipher: FieldCipher): Promise<void> {
  const table = personalTable('leads');
  if (!table) return;
  await eachBatch(store, { cipher, table, only: sendableStates, digitsOf: asItIs }, () => {});
}

/** A lead keeps the digits themselves. */
const asItIs = (text: string): string => text;

/** Whether there are leads that are not encrypted, from before. */
export async function hasClearLeads(store: Store): Promise<boolean> {
  const raw = store.withoutPlugins() as unknown as RawTables;
  const rows = raw.selectFrom('leads').select('ref').where('phone_sealed', 'is', null).limit(1);
  return (await rows.executeTakeFirst()) !== undefined;
}

interface Going {
  readonly cipher: FieldCipher;
  readonly table: PersonalTable;
  readonly digitsOf: (phone: string) => string;
  /** Only leads of these states, and only those that can have something to change. */
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
    if (rows.length < chunkSize) return;
  }
}

function readBatch(
  raw: RawTables,
  { cipher, table: { name, primaryKey, companion = '' }, only }: Going,
  last: unknown,
): Promise<readonly RawRow[]> {
  let query = raw.selectFrom(name).selectAll();
  if (last !== undefined) query = query.where(primaryKey, '>', last);
  if (only) query = query.where('state', 'in', only);
  if (only && !cipher.digestBefore) query = query.where(companion, 'is', null);
  // So that no worker writes a row between this look and its update.
  return query.orderBy(primaryKey).limit(chunkSize).forUpdate().execute();
}

async function encryptBatch(
  raw: RawTables,
  going: Going,
  rows: readonly RawRow[],
): Promise<EncryptedRows> {
  const { table } = going;
  let changed = 0;
  let clear = 0;
  let unreadable = 0;
  for (const row of rows) {
    const changes = readableChanges(going, row);
    if (!changes) {
      unreadable += 1;
      continue;
    }
    if (Object.keys(changes).length === 0) continue;
    const { name, primaryKey } = table;
    await raw.updateTable(name).set(changes).where(primaryKey, '=', row[primaryKey]).execute();
    changed += 1;
    if (isClear(table, row)) clear += 1;
  }
  return { rows: rows.length, changed, clear, unreadable };
}

/** Undefined where the row cannot be decrypted: one that is damaged keeps no other from its key. */
function readableChanges(going: Going, row: RawRow): RawRow | undefined {
  try {
    return changesOf(going, row);
  } catch (error) {
    if (!(error instanceof CipherError)) throw error;
    return undefined;
  }
}

function changesOf(going: Going, row: RawRow): RawRow {
  const { cipher, table } = going;
  const { digested, companion } = table;
  const changes: Record<string, unknown> = {};
  const places = placesOf(cipher, table, row);
  const digest = digested === undefined ? undefined : currentDigest(going, row, places);
  if (digested !== undefined && digest !== row[digested]) changes[digested] = digest;
  const newPlaces = placesOf(cipher, table, { ...row, ...changes });
  const reseal = (column: string, value: unknown, ofColumn = column): void => {
    const [place, newPlace] = [places(ofColumn), newPlaces(ofColumn)];
    if (typeof value !== 'string') return;
    const isCurrent = isSealed(value) && partsOf(value).keyId === cipher.keyId;
    if (isCurrent && place === newPlace) return;
    changes[column] = cipher.seal(isSealed(value) ? cipher.open(value, place) : value, newPlace);
  };
  for (const column of table.sealed) reseal(column, row[column]);
  if (companion !== undefined && digested !== undefined) {
    reseal(companion, row[companion] ?? row[digested], digested);
  }
  return changes;
}

/** The digest by the current secret; the one that is there, where the text of it is not known. */
function currentDigest(
  { cipher, table: { digested = '', companion, source }, digitsOf }: Going,
  row: RawRow,
  places: (column: string) => string,
): unknown {
  const digest = row[digested];
  const kept = row[companion ?? source ?? ''];
  if (!cipher.digestBefore || !isDigest(digest) || typeof kept !== 'string') {
    return digestOnce(cipher, digest);
  }
  const column = companion === undefined ? (source ?? '') : digested;
  const text = digitsOf(isSealed(kept) ? cipher.open(kept, places(column)) : kept);
  return cipher.digestBefore(text) === digest ? cipher.digest(text) : digest;
}

function placesOf(
  cipher: FieldCipher,
  table: PersonalTable,
  row: RawRow,
): (column: string) => string {
  return placeOf(cipher, table, new Map(Object.entries(row))) ?? (() => '');
}

function isClear({ sealed, digested }: PersonalTable, row: RawRow): boolean {
  const digest = digested === undefined ? undefined : row[digested];
  return (
    sealed.some((column) => typeof row[column] === 'string' && !isSealed(row[column])) ||
    (typeof digest === 'string' && !isDigest(digest))
  );
}
