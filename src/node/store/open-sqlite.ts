import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';
import { migrate, sqliteStore, StoreError } from '../../store/index.ts';
import { requireKeys } from '../secrets/encryption.ts';
import { codeOf, messageOf, reasonOf } from '../system-error.ts';
import { DataError, isOpenToOthers, makeFolder } from './data-folder.ts';
import type { OpenStore, OpenStoreOptions } from './open-store.ts';

/** How long another process that starts, or empties its log, may keep a file to itself. */
export const busyTimeoutMs = 5000;

/** Opens a SQLite store with its tables up to date. Throws {@link DataError}. */
export async function openSqlite(
  file: string,
  { check = false, cipher }: OpenStoreOptions,
): Promise<OpenStore> {
  const isNew = makeFile(file);
  let connection: DatabaseSync;
  try {
    connection = new DatabaseSync(file, { timeout: busyTimeoutMs });
  } catch (cause) {
    throw new DataError(`Cannot open store ${file}: ${reasonOf(cause)}`, { cause });
  }
  try {
    if (check) quickCheck(connection, file);
    const options = { wait: (ms: number) => setTimeout(ms), nextTurn: () => nextTurn(), cipher };
    const store = await onceFree(() => sqliteStore(connection, options));
    await migrate(store);
    await requireKeys(store, cipher);
    return { store, isNew, close: () => store.destroy() };
  } catch (cause) {
    connection.close();
    throw cause instanceof DataError ? cause : new DataError(explain(file, cause), { cause });
  }
}

/**
 * Whether there is such a store. An empty file is left over from a start or a copy that broke off.
 * Throws {@link DataError} if that cannot be found out.
 */
export function hasSqlite(file: string): boolean {
  try {
    return (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
  } catch (cause) {
    throw new DataError(`Cannot open store ${file}: ${reasonOf(cause)}`, { cause });
  }
}

/** A store in memory, for as long as it is used. */
export async function openEmptySqlite(): Promise<OpenStore> {
  const store = sqliteStore(new DatabaseSync(':memory:'));
  const isNew = await migrate(store);
  return { store, isNew, close: () => store.destroy() };
}

/**
 * SQLite would make the file with the mode of the umask; its `-wal` and `-shm` files get the mode
 * of the file itself (sqlite.org/src, `findCreateFileMode`).
 */
function makeFile(file: string): boolean {
  makeFolder(dirname(file));
  try {
    const isNew = !fs.existsSync(file);
    fs.closeSync(fs.openSync(file, 'a', 0o600));
    if (isOpenToOthers(file)) fs.chmodSync(file, 0o600);
    return isNew;
  } catch (cause) {
    throw new DataError(`Cannot open store ${file}: ${reasonOf(cause)}`, { cause });
  }
}

/**
 * If several processes switch a new file to WAL at the same time, SQLite reports it as locked to
 * all but one at once, whatever the time-out: it sees that they would wait for each other.
 */
async function onceFree<T>(work: () => T): Promise<T> {
  const giveUpAt = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (resultCode(error) !== sqliteBusy || performance.now() > giveUpAt) throw error;
      await setTimeout(10);
    }
  }
}

/** What is damaged in the file; undefined if nothing is. */
export function findDamage(connection: DatabaseSync): string | undefined {
  const rows = connection.prepare('PRAGMA quick_check(1)').all();
  const found = rows[0]?.['quick_check'];
  return found === 'ok' ? undefined : String(found);
}

/** Throws {@link DataError} when the file is damaged. */
export function quickCheck(connection: DatabaseSync, file: string): void {
  const found = findDamage(connection);
  if (found === undefined) return;
  throw new DataError(`Cannot use store ${file}: it is damaged (${found}). ${restore}`);
}

const restore =
  'Restore it from a backup, without the -wal and -shm files that are there now, or save what ' +
  'can be read with: sqlite3 FILE .recover';

/** Whether SQLite found, while reading, that a file is not a database or is damaged. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === sqliteCorrupt || code === sqliteNotADatabase;
}

/** Says of a file that it is damaged, and what to do. */
export function damaged(file: string, cause: unknown): DataError {
  return new DataError(`Cannot use store ${file}: it is damaged. ${restore}`, { cause });
}

/**
 * Refuses a backup beside a log. The log may be that of the previous database, which SQLite would
 * write over the backup's pages; or the backup's own, with the newest leads. Only a person knows.
 * Throws {@link DataError}.
 */
export function requireNoLog(file: string): void {
  const log = `${file}-wal`;
  if ((fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  throw new DataError(
    `Cannot take up ${file} as a backup: beside it is a log. Stop the servers. If ${log} came ` +
      'with the backup (a copy of the whole folder), leads are in it: run promo-lead leads list, ' +
      'which takes it up, and repeat the command. If it was there before the backup, delete it ' +
      `and ${file}-shm, put the backup in its place once more, and repeat the command.`,
  );
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const sqliteBusy = 5;
const sqliteReadonly = 8;
const sqliteIoError = 10;
const sqliteCorrupt = 11;
const sqliteFull = 13;
const sqliteNotADatabase = 26;

/** Says why a store cannot be opened, and what to do. */
export function explain(file: string, failure: unknown): string {
  const text = messageOf(failure);
  if (failure instanceof StoreError && failure.failure === 'newer') {
    return `Cannot use store ${file}: ${text}. Update this one.`;
  }
  const error = failure instanceof StoreError ? failure.cause : failure;
  if (codeOf(error) !== 'ERR_SQLITE_ERROR') return `Cannot open store ${file}: ${text}`;
  switch (resultCode(error)) {
    case sqliteBusy:
      return `Cannot open store ${file}: another process keeps it locked. Try again.`;
    case sqliteReadonly:
      return `Cannot open store ${file}: it is read-only. Give this user access to its folder.`;
    case sqliteIoError:
      return (
        `Cannot open store ${file}: ${text}. The disk may be full, or failing. Make room, or ` +
        'look into the log of the system.'
      );
    case sqliteFull:
      return `Cannot open store ${file}: the disk is full. Make room.`;
    case sqliteCorrupt:
    case sqliteNotADatabase:
      return `Cannot use store ${file}: it is damaged or no SQLite file. ${restore}`;
    default:
      return `Cannot open store ${file}: ${text}`;
  }
}

/** The primary code is the low byte. */
function resultCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
}
