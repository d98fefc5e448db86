import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { StoreLocation } from '../../../src/node/config/store-location.ts';
import { openStore } from '../../../src/node/store/open-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function sqlite(file: string): StoreLocation {
  return { kind: 'sqlite', file };
}

function storeFile(): string {
  return join(temporaryFolder(), 'data', 'promo-lead.db');
}

describe('openStore()', () => {
  it('makes files that only this user can read', async () => {
    const file = storeFile();
    const umask = process.umask(0);
    const { close, isNew } = await openStore(sqlite(file));
    process.umask(umask);
    assert(isNew);
    for (const suffix of ['', '-wal', '-shm']) {
      assert.equal(fs.statSync(file + suffix).mode & 0o777, 0o600, suffix);
    }
    await close();
  });

  it('removes other users’ access to a file', async () => {
    const file = storeFile();
    await (await openStore(sqlite(file))).close();
    fs.chmodSync(file, 0o644);
    const { close, isNew } = await openStore(sqlite(file), { check: true });
    assert(!isNew);
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    await close();
  });

  it('refuses a damaged file', async () => {
    const file = storeFile();
    await (await openStore(sqlite(file))).close();
    const bytes = fs.readFileSync(file);
    fs.writeFileSync(file, bytes.fill(0xff, 4096, 16384));
    await assert.rejects(openStore(sqlite(file), { check: true }), /Cannot use store .* damaged/);
  });

  it('refuses what is not a database', async () => {
    const file = join(temporaryFolder(), 'notes.txt');
    fs.writeFileSync(
      file,
      'no database, and long enough to be taken for the head of one'.repeat(9),
    );
    await assert.rejects(openStore(sqlite(file)), /Cannot use store .* no SQLite file/);
    assert.match(fs.readFileSync(file, 'utf8'), /^no database/);
  });

  it('says why a folder cannot hold a store', async () => {
    const file = join(temporaryFolder(), 'folder');
    fs.mkdirSync(file);
    await assert.rejects(openStore(sqlite(file)), /Cannot open store .*: it is a folder/);
  });
});
