import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { Secret } from '../secrets/secret.ts';
import { codeOf, reasonOf } from '../system-error.ts';
import { removeQuietly } from './remove-quietly.ts';

/** A file or folder of ours cannot be used; the message says which and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Makes the folder for this user alone. One that is there already keeps its mode. */
export function makeFolder(path: string): void {
  try {
    makeMissing(path);
  } catch (cause) {
    throw new DataError(`Cannot make folder ${path}: ${folderReasonOf(cause)}`, { cause });
  }
}

/**
 * One after another: asked for all of them at once, Node goes round for ever where there is a
 * folder that answers ENOENT to what is to be made in it, as `/proc` does.
 */
function makeMissing(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path && !fs.existsSync(parent)) makeMissing(parent);
  try {
    fs.mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process that starts at once was first.
    if (codeOf(error) === 'EEXIST' && isFolder(path)) return;
    if (codeOf(error) !== 'EEXIST' || fs.existsSync(path)) throw error;
    const text = `${path} is a link to what is not there. Is the volume mounted?`;
    throw new Error(text, { cause: error });
  }
}

function isFolder(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function folderReasonOf(error: unknown): string {
  return codeOf(error) === 'ENOENT'
    ? 'there can be none at this place. Choose another folder with --data'
    : reasonOf(error);
}

const secretFileName = 'secret';

/** The server secret, made at the first start. Several processes that start at once agree. */
export function readOrMakeSecret(dataFolder: string): Secret {
  makeFolder(dataFolder);
  const path = join(dataFolder, secretFileName);
  if (!fs.existsSync(path)) makeSecretFile(path);
  let value: string;
  try {
    value = fs.readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new DataError(`Cannot read server secret ${path}: ${reasonOf(cause)}`, { cause });
  }
  if (/^[\w-]{32,}$/.test(value)) return new Secret(value);
  throw new DataError(
    `Cannot use server secret ${path}: it is damaged. Restore it from a backup, or delete it: ` +
      'a new one is made, and tokens that were derived from the old one stop working.',
  );
}

/** Where the server secret is kept. */
export function secretFile(dataFolder: string): string {
  return join(dataFolder, secretFileName);
}

/** Written whole under another name first: a crash or a second process never leaves half of it. */
function makeSecretFile(path: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = fs.openSync(draft, 'wx', 0o600);
    fs.writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
    fs.fsyncSync(file);
    fs.closeSync(file);
    fs.linkSync(draft, path);
    syncFolder(dirname(path));
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') {
      throw new DataError(`Cannot write server secret ${path}: ${reasonOf(cause)}`, { cause });
    }
  } finally {
    removeQuietly(draft);
  }
}

function syncFolder(path: string): void {
  const folder = fs.openSync(path, 'r');
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}

/** Whether others than the owner may read or write it. Windows has no such modes. */
export function isOpenToOthers(path: string): boolean {
  return process.platform !== 'win32' && (fs.statSync(path).mode & 0o077) !== 0;
}
