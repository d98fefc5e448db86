import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { addCode, listCodes, listJournal } from '../../../src/backend/index.ts';
import { loadConfig } from '../../../src/node/config/load.ts';
import { openStore, type OpenStore } from '../../../src/node/store/open-store.ts';
import { Challenges } from '../../../src/proxy/limits/challenges.ts';
import { Rates } from '../../../src/proxy/limits/rates.ts';
import type { Store } from '../../../src/store/index.ts';
import { migrations } from '../../../src/store/migrations/index.ts';
import { collect } from '../../support/collect.ts';
import { easyLimits } from '../../support/proxy/flood.ts';
import { solve } from '../../support/proxy/solve-challenge.ts';
import { testStoreUrl } from '../../support/store/test-store.ts';
import { backendFixture } from '../../support/vendors/backend-fixture.ts';

const run = promisify(execFile);
const processes = 4;

function open(url: string): Promise<OpenStore> {
  return openStore(loadConfig({ env: { PROMO_LEAD_STORE: url } }).store);
}

/** Starts a script of `test/support/processes/` in each process. Returns what each printed. */
async function atOnce(
  url: string,
  script: string,
  ...args: readonly string[]
): Promise<readonly string[]> {
  const path = join(import.meta.dirname, '../../support/processes', script);
  const env = { ...process.env, PROMO_LEAD_STORE: url };
  const runs = Array.from({ length: processes }, () =>
    run(process.execPath, [path, ...args], { env }),
  );
  return (await Promise.all(runs)).map(({ stdout }) => stdout);
}

describe('four processes on one store', () => {
  it('make the tables of an empty one once, and the demo once', async () => {
    const url = await testStoreUrl();
    const said = await atOnce(url, 'open-process.ts');
    assert.deepEqual(said.toSorted(), ['found', 'found', 'found', 'made']);
    const { store, isNew, close } = await open(url);
    assert.equal(isNew, false);
    assert.equal((await collect(listCodes(store))).length, 5);
    await close();
  });

  it('use a code with limit 100 exactly 100 times for 1,000 checks at once', async () => {
    const url = await testStoreUrl();
    const { store, close } = await open(url);
    await backendFixture(store);
    await addCode(store, { company: 'acme', code: 'HUNDRED', limit: 100, now: 0 });
    const args = ['canary-token', 'acme', 'HUNDRED', String(1000 / processes)];
    const used = await atOnce(url, 'redeem-process.ts', ...args);
    assert.equal(
      used.reduce((sum, count) => sum + Number(count), 0),
      100,
    );
    const [code] = await collect(listCodes(store));
    assert.equal(code?.limit, 0);
    const journal = await collect(listJournal(store));
    assert.deepEqual([journal.length, journal.filter((entry) => entry.used).length], [1000, 100]);
    await close();
  });

  it('store one lead for one key that arrives eight times at once at each', async () => {
    const url = await testStoreUrl();
    const { store, close } = await open(url);
    const said = await atOnce(url, 'intake-process.ts', '8');
    const replies = said.flatMap((lines) => lines.split('\n'));
    assert.equal(replies.length, 8 * processes);
    assert.equal(new Set(replies).size, 1, 'all get one receipt');
    assert.match(replies[0] ?? '', /^202 \w+$/);
    assert.equal((await store.selectFrom('leads').selectAll().execute()).length, 1);
    await close();
  });

  it('accept one challenge once that arrives eight times at once at each', async () => {
    const url = await testStoreUrl();
    const { store, close } = await open(url);
    const { secret, difficulty } = easyLimits;
    const challenges = new Challenges({
      rates: new Rates(store),
      secret,
      now: () => 0,
      difficulty,
    });
    const site = 'page.example';
    const payload = await solve(await challenges.create({ action: 'lead', site }));
    const spent = await atOnce(url, 'spend-process.ts', secret, site, payload, '8');
    assert.deepEqual(spent.toSorted(), ['0', '0', '0', '1']);
    await close();
  });
});

async function migrationsOf(store: Store): Promise<readonly string[]> {
  const query = sql<{ name: string }>`select name from kysely_migration order by name`;
  return (await query.execute(store)).rows.map(({ name }) => name);
}

describe('openStore()', () => {
  it('refuses a store of a newer version, and changes nothing there', async () => {
    const url = await testStoreUrl();
    const { store, close } = await open(url);
    await sql`update kysely_migration set name = '999-later' where name like '005%'`.execute(store);
    await assert.rejects(
      open(url),
      /^DataError: Cannot use store .*: a newer promo-lead made the tables \(999-later\)\. Update this one\.$/,
    );
    assert.equal((await migrationsOf(store)).length, Object.keys(migrations).length);
    await close();
  });

  it('runs only the missing migrations', async () => {
    const url = await testStoreUrl();
    const first = await open(url);
    for (const column of ['extra', 'signals']) {
      await first.store.schema.alterTable('leads').dropColumn(column).execute();
    }
    await sql`delete from kysely_migration where name = '004-lead-extra'`.execute(first.store);
    await first.close();
    const { store, isNew, close } = await open(url);
    assert.equal(isNew, false);
    assert.deepEqual(await migrationsOf(store), Object.keys(migrations));
    await store.selectFrom('leads').select('extra').execute();
    await close();
  });
});
