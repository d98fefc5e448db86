import * as fs from 'node:fs';
import { dirname, sep } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Config } from '../config/load.ts';
import { readOrMakeSecret, secretFile } from '../secrets/secret-file.ts';
import { sharedSecret } from '../secrets/server-secret.ts';
import { isOpenToOthers } from '../store/data-folder.ts';
import { explain, findDamage, isDamage } from '../store/open-sqlite.ts';
import { messageOf, reasonOf } from '../system-error.ts';
import { type Check, fail, ok, warning } from './check.ts';

/** The data folder: it can be written to, nobody else reads it, and there is room. */
export function checkFolder(dataFolder: string, storeFile: string): readonly Check[] {
  const check = 'data folder';
  const folder = nearestFolder(dirname(storeFile));
  try {
    // The separator tells a file in its place from a folder without access.
    fs.accessSync(folder + sep, fs.constants.W_OK | fs.constants.X_OK);
  } catch (cause) {
    const detail = `${folder} cannot be written to: ${reasonOf(cause)}`;
    return [fail(check, detail, 'Fix it before the next start.')];
  }
  const checks: Check[] = [];
  if (!fs.existsSync(dataFolder)) {
    checks.push(ok(check, `${dataFolder} will be made at the first start`));
  } else if (isOpenToOthers(dataFolder)) {
    const detail = `${dataFolder} is open to other users of this machine`;
    checks.push(warning(check, detail, `Run: chmod 700 ${dataFolder}`));
  } else checks.push(ok(check, dataFolder));
  return [...checks, checkSpace(folder)];
}

const megabyte = 1024 * 1024;
const spaceMin = 50 * megabyte;
const spaceGood = 500 * megabyte;

function checkSpace(folder: string): Check {
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = bavail * bsize;
  const detail = `${Math.floor(free / megabyte).toLocaleString('en')} MB free`;
  if (free < spaceMin) return fail('disk', detail, 'Make room: without it no lead can be stored.');
  return free < spaceGood ? warning('disk', detail, 'Make room soon.') : ok('disk', detail);
}

function nearestFolder(path: string): string {
  return fs.existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** What was found where the store should be. */
export interface StoreReport {
  readonly checks: readonly Check[];
  /** Whether there are tables: the doctor makes none. */
  readonly exists: boolean;
  /** Whether a server could start with it. */
  readonly isUsable: boolean;
}

/** The server secret: there, whole, and for this user alone. */
export function checkSecret({ secret, store, dataFolder }: Config): Check {
  const check = 'server secret';
  if (secret) return ok(check, 'from the configuration');
  if (store.kind === 'postgres') return fail(check, sharedSecret.problem, sharedSecret.advice);
  const file = secretFile(dataFolder);
  if (!fs.existsSync(file)) return ok(check, 'will be made at the first start');
  if (isOpenToOthers(file)) {
    return warning(check, `${file} can be read by other users`, `Run: chmod 600 ${file}`);
  }
  try {
    readOrMakeSecret(dataFolder);
    return ok(check, file);
  } catch (error) {
    return fail(check, messageOf(error), 'Fix it before the next start.');
  }
}

const restore =
  'Restore it from a backup, without the -wal and -shm files beside it, or correct --data.';

/** The SQLite file, read only. */
export function checkSqlite(storeFile: string): StoreReport {
  const check = 'store';
  if (!fs.existsSync(storeFile)) {
    const checks = [ok(check, `${storeFile} will be made at the first start`)];
    return { checks, exists: false, isUsable: true };
  }
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(storeFile, { readOnly: true });
    const damage = findDamage(connection);
    if (damage !== undefined) return unusable(`${storeFile} is damaged (${damage})`, restore);
    const mode = String(connection.prepare('PRAGMA journal_mode').get()?.['journal_mode']);
    const checks = describeSqlite(storeFile, `journal ${mode}`);
    return { checks, exists: true, isUsable: true };
  } catch (error) {
    return isDamage(error)
      ? unusable(`${storeFile} is damaged (${messageOf(error)})`, restore)
      : unusable(explain(storeFile, error), 'Fix it before the next start.');
  } finally {
    connection?.close();
  }
}

function unusable(detail: string, advice: string): StoreReport {
  return { checks: [fail('store', detail, advice)], exists: true, isUsable: false };
}

/** About the file only, without reading it: a running server cannot stop for that. */
export function describeSqlite(storeFile: string, state: string): readonly Check[] {
  const { size } = fs.statSync(storeFile);
  const about = ok('store', `${storeFile}, ${(size / megabyte).toFixed(1)} MB, ${state}`);
  if (!isOpenToOthers(storeFile)) return [about];
  const advice = `Run: chmod 600 ${storeFile}`;
  return [about, warning('store mode', `${storeFile} can be read by other users`, advice)];
}
