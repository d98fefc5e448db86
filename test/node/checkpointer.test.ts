import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { startCheckpointer } from '../../src/node/checkpointer.ts';
import { temporaryFolder } from './harness.ts';

describe('startCheckpointer()', () => {
  it('brings what is committed into the file, and goes on', { timeout: 60_000 }, async () => {
    const file = join(temporaryFolder(), 'store.db');
    const connection = new DatabaseSync(file);
    connection.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
      create table notes (text text)`);
    const end = startCheckpointer(file);
    for (const text of ['the first note', 'the second note']) {
      connection.prepare('insert into notes values (?)').run(text);
      while (!readFileSync(file).includes(text)) await setTimeout(10);
    }
    await end();
    const [page = {}] = connection.prepare('PRAGMA integrity_check').all();
    assert.deepEqual({ ...page }, { integrity_check: 'ok' });
    connection.close();
  });
});
