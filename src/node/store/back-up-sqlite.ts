import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { codeOf, messageOf } from '../system-error.ts';
import { DataError } from './data-folder.ts';
import { busyTimeoutMs, damaged, isDamage, quickCheck } from './open-sqlite.ts';
import { withDraft } from './with-draft.ts';

/**
 * Writes a copy of a SQLite store as of one moment, while servers run and write; resolves to its
 * size in bytes. The store is neither changed nor migrated: a copy made before an upgrade has the
 * version before it. What was deleted is not in the copy (sqlite.org/lang_vacuum.html). Throws
 * {@link DataError}, and then leaves no file.
 */
export function backUpSqlite(file: string, copy: string): number {
  if (!fs.existsSync(file)) {
    throw new DataError(`Cannot back up store ${file}: there is none. Correct --data.`);
  }
  if (fs.existsSync(copy)) {
    throw new DataError(`Cannot write backup ${copy}: a file has that name. Choose another.`);
  }
  try {
    return withDraft(copy, (draft) => {
      // SQLite would make it with the mode of the umask, but also writes into an empty file.
      fs.closeSync(fs.openSync(draft, 'wx', 0o600));
      copyInto(file, draft);
      const bytes = sync(draft);
      fs.renameSync(draft, copy);
      return bytes;
    });
  } catch (cause) {
    throw cause instanceof DataError ? cause : new DataError(explain(copy, cause), { cause });
  }
}

function copyInto(file: string, draft: string): void {
  let source: DatabaseSync | undefined;
  try {
    // Read-only, it would leave an empty log behind, which may be another user's.
    source = new DatabaseSync(file, { timeout: busyTimeoutMs });
    quickCheck(source, file);
    source.prepare('VACUUM INTO ?').run(draft);
  } catch (error) {
    throw isDamage(error) ? damaged(file, error) : error;
  } finally {
    source?.close();
  }
}

/** `VACUUM INTO` does not sync the copy to the disk. */
function sync(path: string): number {
  const file = fs.openSync(path, 'r+');
  try {
    fs.fsyncSync(file);
    return fs.fstatSync(file).size;
  } finally {
    fs.closeSync(file);
  }
}

function explain(copy: string, cause: unknown): string {
  const words: Record<string, string> = {
    EACCES: 'permission denied. Choose a folder in which this user may write',
    ENOENT: 'there is no such folder. Make it first',
    ENOTDIR: 'a part of the path is a file. Choose another folder',
  };
  // For a full disk, SQLite has a text and Node a code.
  return `Cannot write backup ${copy}: ${words[codeOf(cause)] ?? messageOf(cause)}`;
}
