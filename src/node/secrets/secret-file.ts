import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { DataError, makeFolder } from '../store/data-folder.ts';
import { withDraft } from '../store/with-draft.ts';
import { codeOf, reasonOf } from '../system-error.ts';
import { Secret } from './secret.ts';

const secretFileName = 'secret';

/** The server secret, made at the first start. Processes that start at once agree on one. */
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

/** Neither a crash nor a second process leaves half of it. */
function makeSecretFile(path: string): void {
  try {
    withDraft(path, (draft) => {
      const file = fs.openSync(draft, 'wx', 0o600);
      fs.writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
      fs.fsyncSync(file);
      fs.closeSync(file);
      fs.linkSync(draft, path);
      syncFolder(dirname(path));
    });
  } catch (cause) {
    // Another process that starts at once was first.
    if (codeOf(cause) === 'EEXIST') return;
    throw new DataError(`Cannot write server secret ${path}: ${reasonOf(cause)}`, { cause });
  }
}

function syncFolder(path: string): void {
  const folder = fs.openSync(path, 'r');
  fs.fsyncSync(folder);
  fs.closeSync(folder);
}
