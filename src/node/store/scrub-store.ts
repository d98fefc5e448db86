import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import type { PostgresLocation, StoreLocation } from '../config/store-location.ts';
import { messageOf } from '../system-error.ts';
import { DataError } from './data-folder.ts';
import { withPostgres } from './open-postgres.ts';
import { busyTimeoutMs } from './open-sqlite.ts';

/**
 * Removes what was deleted from the database's files too. `traces` are texts of the deleted rows
 * that no other row has. Throws {@link DataError}. Must not be called while this process has the
 * store open: closing a file that it reads would give up SQLite's locks on it
 * (sqlite.org/howtocorrupt.html, 2.2).
 *
 * - SQLite overwrites deleted rows, in the file (`secure_delete`) and by emptying the log.
 *   Rarely, a copy is left where a page was rearranged; then the whole file is rewritten, for
 *   which a server has to wait.
 * - PostgreSQL is asked to free their space, which is overwritten in time; so are its write-ahead
 *   log and its backups.
 */
export function scrubStore(location: StoreLocation, traces: readonly string[]): Promise<void> {
  if (location.kind === 'postgres') return vacuumPostgres(location);
  return scrubSqlite(location.file, traces);
}

/**
 * Removes what was deleted from SQLite's log, where it is written first. Otherwise like
 * {@link scrubStore}.
 */
export async function scrubLog(location: StoreLocation): Promise<void> {
  if (location.kind === 'postgres' || !fs.existsSync(location.file)) return;
  await scrubSqlite(location.file, []);
}

async function scrubSqlite(file: string, traces: readonly string[]): Promise<void> {
  const needles = traces.filter((trace) => trace !== '').map((trace) => Buffer.from(trace));
  try {
    emptyLog(file);
    if (needles.length === 0) return;
    for (const part of [file, `${file}-wal`]) {
      if (await holdsAny(part, needles)) return emptyLog(file, 'VACUUM');
    }
  } catch (cause) {
    const left = `The rows are deleted, but traces of them may be left in ${file}`;
    throw new DataError(`${left}: ${messageOf(cause)}. Repeat the command`, { cause });
  }
}

/**
 * Rewrites the whole store, so that nothing is left of what was overwritten; a server on SQLite has
 * to wait for it. Otherwise like {@link scrubStore}.
 */
export async function rewriteStore(location: StoreLocation): Promise<void> {
  if (location.kind === 'postgres') return vacuumPostgres(location);
  try {
    emptyLog(location.file, 'VACUUM');
  } catch (cause) {
    const left = `The rows are encrypted, but ${location.file} may hold clear texts`;
    throw new DataError(`${left}: ${messageOf(cause)}. Repeat the command`, { cause });
  }
}

const attemptsMax = 3;

/** Copies the log into the file and truncates it, after a statement if one is given. */
function emptyLog(file: string, first = ''): void {
  const connection = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    connection.exec(`PRAGMA secure_delete = ON; ${first}`);
    const checkpoint = connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
    for (let attempt = 1; checkpoint.get()?.['busy'] !== 0; attempt += 1) {
      if (attempt < attemptsMax) continue;
      throw new Error('another process reads it without a pause');
    }
  } finally {
    connection.close();
  }
}

/** Whether the file contains one of the texts, whole; it is read piece by piece. */
async function holdsAny(file: string, needles: readonly Buffer[]): Promise<boolean> {
  const overlap = Math.max(0, ...needles.map(({ length }) => length - 1));
  let tail: Buffer = Buffer.alloc(0);
  if (!fs.existsSync(file)) return false;
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    const piece = Buffer.concat([tail, chunk as Buffer]);
    if (needles.some((needle) => piece.includes(needle))) return true;
    tail = piece.subarray(Math.max(0, piece.length - overlap));
  }
  return false;
}

async function vacuumPostgres(location: PostgresLocation): Promise<void> {
  const tables = sql.join(vacuumedTables.map((name) => sql.table(name)));
  const vacuum = sql`vacuum ${tables}`;
  await withPostgres(location, (store) => vacuum.execute(store), { isPatient: true });
}

const vacuumedTables = [
  'leads',
  'lead_attempts',
  'redemptions',
  'idempotency_keys',
  'contacts',
  'journal',
];
