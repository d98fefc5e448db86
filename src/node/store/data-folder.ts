import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, reasonOf } from '../system-error.ts';

/** A file or folder of ours cannot be used; the message says which, and what to do. */
export class DataError extends Error {
  override readonly name = 'DataError';
}

/** Makes the folder for this user alone. An existing one keeps its mode. */
export function makeFolder(path: string): void {
  try {
    makeMissing(path);
  } catch (cause) {
    throw new DataError(`Cannot make folder ${path}: ${folderReasonOf(cause)}`, { cause });
  }
}

/**
 * One after another: with `recursive`, Node loops for ever if a folder answers ENOENT to what is to
 * be made in it, as `/proc` does.
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

/** Whether other users than the owner may read or write it. Windows has no such modes. */
export function isOpenToOthers(path: string): boolean {
  return process.platform !== 'win32' && (fs.statSync(path).mode & 0o077) !== 0;
}
