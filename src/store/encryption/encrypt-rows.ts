import type { Kysely } from 'kysely';
import { sendableStates } from '../../contract/lead-states.ts';
import { chunkSize } from '../rows/chunks.ts';
import { type Store, transact } from '../store.ts';
import {
  CipherError,
  type FieldCipher,
  isDigest,
  isEncrypted,
  parseEncrypted,
} from './field-cipher.ts';
import {
  aadOf,
  digestOnce,
  personalTable,
  type PersonalTable,
  personalTables,
} from './personal-columns.ts';

/** The tables as the database has them, encrypted or not. */
type RawTables = Kysely<Record<string, Record<string, unknown>>>;
type RawRow = Readonly<Record<string, unknown>>;

export interface EncryptRowsOptions {
  readonly cipher: FieldCipher;
  /** The digits of a phone as somebody typed it: contacts are looked up by them. */
  readonly digitsOf: (phone: string) => string;
  /** Called with the number of rows read so far. */
  readonly onProgress?: ((rows: number) => void) | undefined;
}

export interface EncryptedRows {
  readonly rows: number;
  /** Rows that were written. */
  readonly changed: number;
  /** Those of them that held a clear text. */
  readonly clear: number;
  /** Rows that cannot be decrypted; they were left as they are. */
  readonly unreadable: number;
}

/**
 * Encrypts with the current key what is clear or has an older key, and renews the digests of phones
 * that the previous secret made; in small transactions, while servers run. Each call starts from
 * the beginning and skips what is done. The fingerprint of a request is kept only as its digest,
 * so that digest stays as it is.
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
 * The same for leads that may still be sent, and are clear or may have a digest by the previous
 * secret. A server does it before it accepts its first lead: two leads of one phone are recognised
 * only if both have the same digest.
 */
export async function encryptUnsentLeads(store: Store, cipher: FieldCipher): Promise<void> {
  const table = personalTable('leads');
  if (!table) return;
  await eachBatch(store, { cipher, table, only: sendableStates, digitsOf: identity }, () => {});
}

/** A lead has the digits already. */
const identity = (text: string): string => text;

/** Whether some leads are not encrypted, because they are older than the encryption. */
export async function hasClearLeads(store: Store): Promise<boolean> {
  const raw = store.withoutPlugins() as unknown as RawTables;
  const rows = raw.selectFrom('leads').select('ref').where('phone_sealed', 'is', null).limit(1);
  return (await rows.executeTakeFirst()) !== undefined;
}

interface EncryptTask {
  readonly cipher: FieldCipher;
  readonly table: PersonalTable;
  readonly digitsOf: (phone: string) => string;
  /** Only leads of these states, and only those that can have something to change. */
  readonly only?: readonly string[];
}

async function eachBatch(
  store: Store,
  task: EncryptTask,
  onBatch: (batch: EncryptedRows) => void,
): Promise<void> {
  const key = task.table.primaryKey;
  let last: unknown;
  for (;;) {
    const rows = await transact(store, async (transaction) => {
      const raw = transaction.withoutPlugins() as unknown as RawTables;
      const batch = await readBatch(raw, task, last);
      onBatch(await encryptBatch(raw, task, batch));
      return batch;
    });
    last = rows.at(-1)?.[key];
    if (rows.length < chunkSize) return;
  }
}

function readBatch(
  raw: RawTables,
  { cipher, table: { name, primaryKey, companion = '' }, only }: EncryptTask,
  last: unknown,
): Promise<readonly RawRow[]> {
  let query = raw.selectFrom(name).selectAll();
  if (last !== undefined) query = query.where(primaryKey, '>', last);
  if (only) query = query.where('state', 'in', only);
  if (only && !cipher.previousDigest) query = query.where(companion, 'is', null);
  // So that no worker writes a row between this read and its update.
  return query.orderBy(primaryKey).limit(chunkSize).forUpdate().execute();
}

async function encryptBatch(
  raw: RawTables,
  task: EncryptTask,
  rows: readonly RawRow[],
): Promise<EncryptedRows> {
  const { table } = task;
  let changed = 0;
  let clear = 0;
  let unreadable = 0;
  for (const row of rows) {
    const changes = readableChanges(task, row);
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

/** Undefined if the row cannot be decrypted: a damaged row must not stop the others. */
function readableChanges(task: EncryptTask, row: RawRow): RawRow | undefined {
  try {
    return changesOf(task, row);
  } catch (error) {
    if (!(error instanceof CipherError)) throw error;
    return undefined;
  }
}

function changesOf(task: EncryptTask, row: RawRow): RawRow {
  const { cipher, table } = task;
  const { digested, companion } = table;
  const changes: Record<string, unknown> = {};
  const aadFor = rowAad(cipher, table, row);
  const digest = digested === undefined ? undefined : currentDigest(task, row, aadFor);
  if (digested !== undefined && digest !== row[digested]) changes[digested] = digest;
  const newAadFor = rowAad(cipher, table, { ...row, ...changes });
  const reencrypt = (column: string, value: unknown, ofColumn = column): void => {
    const [aad, newAad] = [aadFor(ofColumn), newAadFor(ofColumn)];
    if (typeof value !== 'string') return;
    const isCurrent = isEncrypted(value) && parseEncrypted(value).keyId === cipher.keyId;
    if (isCurrent && aad === newAad) return;
    changes[column] = cipher.encrypt(
      isEncrypted(value) ? cipher.decrypt(value, aad) : value,
      newAad,
    );
  };
  for (const column of table.encrypted) reencrypt(column, row[column]);
  if (companion !== undefined && digested !== undefined) {
    reencrypt(companion, row[companion] ?? row[digested], digested);
  }
  return changes;
}

/** The digest by the current secret; the present one if its text is not known. */
function currentDigest(
  { cipher, table: { digested = '', companion, source }, digitsOf }: EncryptTask,
  row: RawRow,
  aadFor: (column: string) => string,
): unknown {
  const digest = row[digested];
  const kept = row[companion ?? source ?? ''];
  if (!cipher.previousDigest || !isDigest(digest) || typeof kept !== 'string') {
    return digestOnce(cipher, digest);
  }
  const column = companion === undefined ? (source ?? '') : digested;
  const text = digitsOf(isEncrypted(kept) ? cipher.decrypt(kept, aadFor(column)) : kept);
  return cipher.previousDigest(text) === digest ? cipher.digest(text) : digest;
}

function rowAad(
  cipher: FieldCipher,
  table: PersonalTable,
  row: RawRow,
): (column: string) => string {
  return aadOf(cipher, table, new Map(Object.entries(row))) ?? (() => '');
}

function isClear({ encrypted, digested }: PersonalTable, row: RawRow): boolean {
  const digest = digested === undefined ? undefined : row[digested];
  return (
    encrypted.some((column) => typeof row[column] === 'string' && !isEncrypted(row[column])) ||
    (typeof digest === 'string' && !isDigest(digest))
  );
}
