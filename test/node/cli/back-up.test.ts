import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { postLead } from '../../support/command/post-lead.ts';
import { type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { spawnServer } from '../../support/command/spawn.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const databaseName = 'promo-lead.db';

async function phonesIn(data: string): Promise<readonly string[]> {
  const { stdout } = await promoLead(['leads', 'list', '--json', '--data', data]);
  return (JSON.parse(stdout) as readonly { phone: string }[]).map(({ phone }) => phone);
}

describe('promo-lead store backup', () => {
  it('copies what a running server has stored, so that another server can use it', async () => {
    const [data, other] = [temporaryFolder(), temporaryFolder()];
    const { url } = await spawnServer(['--demo', '--data', data]);
    await postLead(url, { phone: '628111111111' });
    const copy = join(other, databaseName);
    const { code, stdout, stderr } = await promoLead([
      'store',
      'backup',
      copy,
      '--json',
      '--data',
      data,
    ]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), { file: copy, bytes: statSync(copy).size });
    assert.match(stderr, new RegExp(`Keep ${join(data, 'secret')} too`));
    assert.equal(statSync(copy).mode & 0o777, 0o600);
    // The server keeps running, and what comes later is not in the copy.
    await postLead(url, { phone: '628111111112' });
    assert.deepEqual(readdirSync(other), [databaseName]);
    assert.equal((await promoLead(['store', 'restored', '--data', other])).code, 0);
    assert.deepEqual(await phonesIn(other), ['628111111111']);
    assert.equal((await phonesIn(data)).length, 2);
  });

  it('copies a store of another version as it is, without a migration', async () => {
    const data = temporaryFolder();
    const file = join(data, databaseName);
    const store = new DatabaseSync(file);
    store.exec('pragma journal_mode = wal; create table old (phone text); pragma user_version = 7');
    store.close();
    const before = readFileSync(file);
    assert.equal((await backUp(data, 'copy.db')).code, 0);
    assert.deepEqual(readFileSync(file), before);
    const copy = new DatabaseSync(join(data, 'copy.db'), { readOnly: true });
    assert.deepEqual(readdirSync(data).toSorted(), ['copy.db', databaseName]);
    assert.deepEqual({ ...copy.prepare('pragma user_version').get() }, { user_version: 7 });
    copy.close();
  });

  it('does not replace a file, and says which name is taken', async () => {
    const data = temporaryFolder();
    await promoLead(['companies', 'add', 'Gym', '--data', data]);
    writeFileSync(join(data, 'copy.db'), 'the backup of yesterday');
    const { code, stderr } = await backUp(data, 'copy.db');
    assert.equal(code, 1);
    assert.match(stderr, /^promo-lead: Cannot write backup .*copy\.db: a file has that name/);
    assert.equal(readFileSync(join(data, 'copy.db'), 'utf8'), 'the backup of yesterday');
  });

  it('leaves nothing behind if it fails, and says what to do', async () => {
    const data = temporaryFolder();
    const said = async (copy: string): Promise<string> => {
      const { code, stderr } = await backUp(data, copy);
      assert.equal(code, 1);
      return stderr;
    };
    assert.match(await said('copy.db'), /there is none\. Correct --data/);
    assert.deepEqual(readdirSync(data), []);
    await promoLead(['companies', 'add', 'Gym', '--data', data]);
    assert.deepEqual(readdirSync(data), [databaseName]);
    assert.match(await said('missing/copy.db'), /no such folder\. Make it first/);
    assert.match(await said(''), /FILE is empty/);
    // The temporary file has an even longer name, and cannot be removed either.
    assert.match(await said('x'.repeat(250)), /^promo-lead: Cannot write backup .*: ENAMETOOLONG/);

    const bytes = readFileSync(join(data, databaseName));
    writeFileSync(join(data, databaseName), bytes.fill(0x5a, 4096, 12_288));
    mkdirSync(join(data, 'copies'));
    assert.match(await said('copies/copy.db'), /is damaged[^]*Restore it from a backup/);
    assert.deepEqual(readdirSync(join(data, 'copies')), []);
  });

  it('refers users of PostgreSQL to its own program', async () => {
    const env = { PROMO_LEAD_STORE: 'postgres://u:p@127.0.0.1:1/x' };
    const { code, stderr } = await promoLead(['store', 'backup', 'copy.db'], env);
    assert.equal(code, 1);
    assert.match(stderr, /Use pg_dump/);
  });
});

function backUp(data: string, copy: string): Promise<Outcome> {
  return promoLead(['store', 'backup', copy && join(data, copy), '--data', data]);
}
