import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promoLead } from '../../support/command/promo-lead.ts';
import { freshPostgres } from '../../support/postgres/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Commands that need an existing store. */
const commands = [
  ['leads', 'erase', '--phone', '628123456789'],
  ['store', 'restored'],
  ['store', 'encrypt'],
  ['leads', 'export', '--phone', '628123456789'],
  ['leads', 'show', 'a-ref'],
  ['leads', 'retry', '--all'],
  ['leads', 'purge', '--all'],
  ['codes', 'retry', '--all'],
  ['postbacks', 'dismiss', '--all'],
  ['codes', 'add', 'SPRING', '--company', 'gym'],
] as const;

/** Lists as a script asks for them. */
const lists = [
  ['leads', 'list', '--json'],
  ['leads', 'export', '--format', 'json'],
  ['postbacks', 'list', '--json'],
  ['codes', 'unconfirmed', '--json'],
  ['tokens', 'list', '--json'],
] as const;

const env = { PROMO_LEAD_ENCRYPTION_KEYS: `k1:${'1f'.repeat(32)}` };

describe('A command without a store', () => {
  for (const words of commands) {
    it(`says so, makes none, and does nothing: ${words.join(' ')}`, async () => {
      const folder = temporaryFolder();
      const data = join(folder, 'dta');
      const { code, stdout, stderr } = await promoLead([...words, '--data', data], env);
      assert.deepEqual([code, stdout], [1, ''], stderr);
      assert.match(
        stderr,
        /^promo-lead: Cannot open store .*dta\/promo-lead\.db: there is none\. /,
      );
      assert.match(stderr, /Correct --data, or start a server, which makes one\n$/);
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  for (const words of lists) {
    it(`lists nothing, says why, and makes none: ${words.join(' ')}`, async () => {
      const folder = temporaryFolder();
      const data = join(folder, 'dta');
      const { code, stdout, stderr } = await promoLead([...words, '--data', data], env);
      assert.deepEqual([code, JSON.parse(stdout)], [0, []], stderr);
      assert.match(stderr, /^promo-lead: there is no store yet, .*dta\/promo-lead\.db\n$/);
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it('treats an empty file as no store, and leaves it as it is', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'promo-lead.db'), '');
    const { code } = await promoLead(['leads', 'purge', '--all', '--data', data]);
    assert.equal(code, 1);
    assert.deepEqual(readdirSync(data), ['promo-lead.db']);
  });

  it('says the same of a PostgreSQL without tables', async () => {
    const postgres = {
      PROMO_LEAD_STORE: await freshPostgres(),
      PROMO_LEAD_SECRET: 'a-shared-secret-of-ours',
      PROMO_LEAD_DATA: temporaryFolder(),
    };
    for (const words of [
      ['leads', 'erase', '--phone', '628123456789'],
      ['leads', 'retry', '--all'],
    ]) {
      const { code, stderr } = await promoLead(words, postgres);
      assert.equal(code, 1);
      assert.match(stderr, /^promo-lead: Cannot open store .*: it has no tables of a server\. /);
    }
    const { stderr } = await promoLead(['companies', 'add', 'Gym'], postgres);
    assert.match(stderr, /^promo-lead: made a new store, /, 'none had made any');
    assert.equal((await promoLead(['journal'], postgres)).code, 0);
  });

  it('makes one if an owner begins with this command, and says so', async () => {
    for (const words of [
      ['companies', 'add', 'Gym'],
      ['tokens', 'add', 'shop'],
    ]) {
      const data = join(temporaryFolder(), 'dta');
      const { code, stderr } = await promoLead([...words, '--data', data]);
      assert.equal(code, 0);
      assert.match(stderr, /made a new store, .*dta\/promo-lead\.db\n/);
      assert.ok(existsSync(join(data, 'promo-lead.db')));
    }
  });

  it('says why it cannot look for one', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { code, stderr } = await promoLead(['leads', 'show', 'a-ref', '--data', file]);
    assert.equal(code, 1);
    assert.match(stderr, /there is none/);
    const loop = join(temporaryFolder(), 'x'.repeat(300));
    assert.match((await promoLead(['leads', 'list', '--data', loop])).stderr, /ENAMETOOLONG/);
  });
});
