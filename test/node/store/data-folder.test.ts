import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readOrMakeSecret } from '../../../src/node/secrets/secret-file.ts';
import { DataError } from '../../../src/node/store/data-folder.ts';
import { spawnPromoLead, spawnServer } from '../../support/command/spawn.ts';
import { longestFolder } from '../../support/longest-folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('readOrMakeSecret()', () => {
  it('makes the secret once, for this user alone', () => {
    const folder = join(temporaryFolder(), 'deep', 'data');
    const secret = readOrMakeSecret(folder).reveal();
    assert.match(secret, /^[\w-]{43}$/);
    assert.equal(readOrMakeSecret(folder).reveal(), secret);
    assert.equal(fs.statSync(join(folder, 'secret')).mode & 0o777, 0o600);
    assert.equal(fs.statSync(folder).mode & 0o777, 0o700);
    assert.deepEqual(fs.readdirSync(folder), ['secret']);
  });

  it('is the same for processes that start at once', async () => {
    const folder = join(temporaryFolder(), 'data');
    const starts = Array.from({ length: 4 }, () => spawnServer(['--data', folder]));
    for (const { child, ended } of await Promise.all(starts)) {
      child.kill();
      assert.equal(await ended, 0);
    }
    assert.deepEqual(
      fs.readdirSync(folder).filter((name) => name.startsWith('secret')),
      ['secret'],
    );
  });

  it('refuses a damaged secret, and says what to do', () => {
    const folder = temporaryFolder();
    fs.writeFileSync(join(folder, 'secret'), 'canary');
    assert.throws(
      () => readOrMakeSecret(folder),
      (error: Error) => error instanceof DataError && !error.message.includes('canary'),
    );
  });

  it('says why the folder cannot be made', () => {
    const file = join(temporaryFolder(), 'file');
    fs.writeFileSync(file, '');
    assert.throws(
      () => readOrMakeSecret(join(file, 'data')),
      /Cannot make folder .*: a part of the path is a file/,
    );
  });

  it('says why it cannot be written, even if no temporary file can be removed', () => {
    assert.throws(() => readOrMakeSecret(longestFolder()), {
      name: 'DataError',
      message: /^Cannot write server secret .*: ENAMETOOLONG$/,
    });
  });

  it('refuses a dangling link, and creates nothing at its target', () => {
    const folder = temporaryFolder();
    const link = join(folder, 'link');
    fs.symlinkSync(join(folder, 'volume'), link);
    for (const path of [link, join(link, 'data')]) {
      assert.throws(
        () => readOrMakeSecret(path),
        /link is a link to what is not there\. Is the volume/,
      );
    }
    assert(!fs.existsSync(join(folder, 'volume')));
  });

  it('reports a folder that the system refuses, without an endless loop', async () => {
    // In its own process: an endless loop ends with this test.
    const { stderr, ended } = spawnPromoLead([
      'tokens',
      'add',
      'a',
      '--data',
      '/proc/promo-lead/data',
    ]);
    assert.equal(await ended, 1);
    assert.match(stderr(), /^promo-lead: Cannot make folder \/proc\/promo-lead\/data: .*--data\n$/);
  });
});
