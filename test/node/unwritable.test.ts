import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { Check } from '../../src/node/doctor/check.ts';
import { openStore } from '../../src/node/store/open-store.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { pause } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { keptAlive } from '../support/vendors/fault-vendor.ts';
import { createCrashStage } from './crash-stage.ts';
import { Visitors } from './visitors.ts';

const codes = ['SPRING'];

async function sqliteFile(): Promise<string> {
  return join(temporaryFolder(), 'store.db');
}

/** No file of a process may grow or be written beyond this many bytes. */
function limitFilesOf(pid: number | undefined, limit: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${limit}:`]);
}

describe('promo-lead serve on a disk without room', () => {
  it('acknowledges nothing, and records what it did when there is room again', async () => {
    const stage = await createCrashStage({ url: `sqlite:${await sqliteFile()}`, codes });
    const { server, vendor, store } = stage;
    const limitFiles = (limit: string): void => limitFilesOf(server.child.pid, limit);
    const called = Promise.withResolvers<() => void>();
    vendor.faults.set('contact', (socket, { execute }) => {
      vendor.faults.clear();
      called.resolve(() => void socket.write(keptAlive(execute())));
    });
    const phone = 628_111_111_111;
    assert.equal((await postLead(server.url, { phone: String(phone) })).status, 202);
    const answer = await called.promise;

    limitFiles('1');
    answer();
    const visitors = new Visitors({ url: () => server.url, count: 16 });
    const statusOf = async (path: string): Promise<number> =>
      (await fetch(server.url + path)).status;
    // Each visitor is refused once, and then waits until the server is ready.
    while (visitors.refusals.length < 16) await pause();
    while ((await statusOf('/readyz')) !== 503) await pause();
    assert.equal(visitors.receipts.size, 0);
    assert.equal(await statusOf('/healthz'), 200);
    const [first] = await store.selectFrom('leads').select(['phone', 'state']).execute();
    assert.deepEqual([first?.phone, first?.state], [String(phone), 'sending']);

    limitFiles('unlimited');
    await visitors.more(16);
    await visitors.leave();
    for (const refusal of visitors.refusals) assert.deepEqual(refusal, [503, '5']);
    assert.equal(visitors.unanswered, 0);
    const open = store.selectFrom('leads').select('ref').where('state', '!=', 'delivered');
    while (await open.executeTakeFirst()) await pause();
    const leads = await store.selectFrom('leads').select(['phone', 'doubts']).execute();
    assert.deepEqual(
      new Set(leads.map((lead) => Number(lead.phone))),
      new Set([phone, ...visitors.receipts.keys()]),
    );
    for (const lead of leads) assert.deepEqual([lead.doubts, vendor.asked.get(lead.phone)], [0, 1]);
  });
});

describe('promo-lead doctor on a disk without room', () => {
  it('reports all that it found before, and that the store takes no write', async () => {
    const data = temporaryFolder();
    await spawnServer(['--data', data]);
    limitFilesOf(process.pid, '1');
    const { code, stdout } = await promoLead(['doctor', '--json', '--data', data]).finally(() =>
      limitFilesOf(process.pid, 'unlimited'),
    );
    assert.equal(code, 1);
    const checks = JSON.parse(stdout) as Check[];
    const failed = checks.filter(({ status }) => status === 'fail');
    assert.deepEqual(
      failed.map(({ check }) => check),
      ['store'],
    );
    assert.match(failed[0]?.detail ?? '', /full|disk I\/O error/);
  });
});

describe('promo-lead serve on a database that another process has locked', () => {
  it('keeps serving what needs no database, and continues when it is free', async () => {
    const file = await sqliteFile();
    const { server } = await createCrashStage({ url: `sqlite:${file}`, codes });
    const phone = '628111111111';
    // Waits for its turn: the server writes now and then too.
    const other = new DatabaseSync(file, { timeout: 5000 });
    other.exec('begin immediate');
    let isTaken = false;
    /** On a slow machine the server may give up with 503; then the lead is sent again. */
    const take = async (): Promise<void> => {
      let { status } = await postLead(server.url, { phone });
      while (status === 503) ({ status } = await postLead(server.url, { phone }));
      assert.equal(status, 202);
      isTaken = true;
    };
    const taking = take();
    // Longer than one wait of SQLite's own: the first may have begun before.
    for (let call = 0; call < 20; call += 1) {
      assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
    }
    assert.equal(isTaken, false);
    other.exec('rollback');
    await taking;
    other.close();
  });
});

describe('openStore()', () => {
  it('says that its file is read-only, and changes nothing', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'store.db');
    await (await openStore({ kind: 'sqlite', file })).close();
    const before = fs.readFileSync(file);
    fs.chmodSync(file, 0o444);
    fs.chmodSync(folder, 0o555);
    // Permissions do not bind root, which becomes another user for a moment.
    const isRoot = process.geteuid?.() === 0;
    const nobody = 65_534;
    if (isRoot) process.seteuid?.(nobody);
    try {
      await assert.rejects(
        openStore({ kind: 'sqlite', file }),
        /^DataError: Cannot open store .*: permission denied/,
      );
    } finally {
      if (isRoot) process.seteuid?.(0);
      fs.chmodSync(folder, 0o755);
    }
    assert.deepEqual(fs.readFileSync(file), before);
  });
});
