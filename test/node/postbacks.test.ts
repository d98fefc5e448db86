import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Environment } from '../../src/node/config/sources.ts';
import { openStore } from '../../src/node/store/open-store.ts';
import type { Store } from '../../src/store/index.ts';
import { postLead } from '../support/command/post-lead.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { type RawServer, reply, testServer } from '../support/sockets/raw-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const canary = 'canary-key';

function urlOf({ baseUrl }: RawServer): string {
  return `${baseUrl}/${canary}/postback?subid={click_id}&status={status}&txid={ref}`;
}

describe('PROMO_LEAD_POSTBACK_URL', () => {
  it('gets each lead once, even over a restart during the call, and is never logged', async () => {
    const silent = await testServer();
    const env = { PROMO_LEAD_POSTBACK_URL: urlOf(silent) };
    const data = temporaryFolder();
    const first = await spawnServer(['--data', data], env);
    const fields = { phone: '62811222333', click_id: 'click-77' };
    assert.equal((await postLead(first.url, fields)).status, 202);
    await eventually(async () => silent.requests[0]);
    first.child.kill('SIGTERM');
    await first.ended;

    silent.play = reply('OK');
    const second = await spawnServer(['--data', data], env);
    await eventually(async () => second.stderr().includes('postback.sent') || undefined);
    second.child.kill('SIGTERM');
    await second.ended;
    const third = await spawnServer(['--data', data], env);
    const doctor = await promoLead(['doctor', '--data', data], env);
    third.child.kill('SIGTERM');
    await third.ended;
    assert.equal(silent.requests.length, 2);
    const [before, again] = silent.requests;
    assert.equal(before, again);
    assert.match(before ?? '', /^GET \/canary-key\/postback\?subid=click-77&status=lead&txid=\w+ /);
    const { origin } = new URL(silent.baseUrl);
    assert(doctor.stdout.includes(`${origin} is told`), doctor.stdout);
    const said = [first, second, third].map((one) => one.stderr()).join('');
    for (const secret of [canary, 'click-77', '62811222333', origin]) {
      assert(!said.includes(secret), secret);
    }
    assert(!doctor.stdout.includes(canary));
  });

  it('gets a lead that is settled at the command line', async () => {
    const vendor = await testServer(reply('{"status":"client not found"}', '404 Not Found'));
    const server = await testServer(reply('OK'));
    const data = temporaryFolder();
    const env = {
      PROMOS_SERU_URL: vendor.baseUrl,
      PROMOS_SERU_NAME: 'shop',
      PROMO_LEAD_POSTBACK_URL: urlOf(server),
    };
    const running = await spawnServer(['--data', data], env);
    const reply202 = await postLead(running.url, { phone: '62811222333', click_id: 'click-78' });
    const { ref } = (await reply202.json()) as { ref: string };
    await eventually(async () => {
      const { stdout } = await promoLead(['leads', 'list', '--state', 'held', '--data', data]);
      return stdout.includes('held') || undefined;
    });
    const settle = ['leads', 'settle', ref, '--delivered', '7', '--data', data];
    assert.equal((await promoLead(settle, env)).code, 0);
    const request = await eventually(async () => server.requests[0]);
    assert.match(request, /subid=click-78&status=lead/);
    await eventually(async () => running.stderr().includes('postback.sent') || undefined);
    const { stdout } = await promoLead(['leads', 'show', ref, '--data', data]);
    assert.match(stdout, /\n\nPostbacks to your tracker\nSTATE.*\ndelivered +sent +1 /);
    const shown = await promoLead(['leads', 'show', ref, '--data', data, '--json']);
    const { postbacks } = JSON.parse(shown.stdout) as { postbacks: object[] };
    assert.partialDeepStrictEqual(postbacks, [{ state: 'delivered', status: 'sent', attempts: 1 }]);
  });
});

const ends = { state: 'delivered', created_at: 1, due_at: null, updated_at: 1 } as const;

interface Untold {
  readonly store: Store;
  /** Runs a command in this folder, with a tracker unless there is none. */
  run(words: readonly string[], env?: Environment): ReturnType<typeof promoLead>;
}

/** A folder with one postback that was given up and one that is still tried. */
async function untold(): Promise<Untold> {
  const data = temporaryFolder();
  const file = join(data, 'promo-lead.db');
  const { store, close } = await openStore({ kind: 'sqlite', file });
  after(close);
  await store
    .insertInto('postbacks')
    .values([
      { ...ends, lead_ref: 'gone', outcome: 'given_up' },
      { ...ends, lead_ref: 'late', outcome: null, due_at: Date.now() + 60_000 },
    ])
    .execute();
  const tracker = { PROMO_LEAD_POSTBACK_URL: 'https://tracker.example/?c={click_id}' };
  return { store, run: (words, env = tracker) => promoLead([...words, '--data', data], env) };
}

describe('postbacks that the tracker did not take', () => {
  it('are counted by the doctor, who says what to do', async () => {
    const { run } = await untold();
    const { stdout } = await run(['doctor']);
    assert.match(stdout, /postbacks: 1 given up\n.*postbacks list.*postbacks retry --all/);
    assert.match(stdout, /postbacks: 1 not taken for six hours/);
    assert.match(stdout, /to be sent: leads: 0, uses of promo codes: 0, postbacks: 1/);
    assert.doesNotMatch((await run(['doctor'], {})).stdout, /postbacks/);
  });

  it('are sent again on request, if there is a tracker', async () => {
    const { run } = await untold();
    const retry = ['postbacks', 'retry', '--all', '--json'];
    assert.match((await run(retry, {})).stderr, /PROMO_LEAD_POSTBACK_URL is not set/);
    assert.deepEqual(JSON.parse((await run(retry)).stdout), { queued: 1 });
  });

  it('are listed, and dismissed: those that are named, or all', async () => {
    const { store, run } = await untold();
    await store.updateTable('postbacks').set({ outcome: 'given_up', due_at: null }).execute();
    const list = ['postbacks', 'list'];
    const listed = await run(list);
    assert.match(listed.stdout, /^REF .*STATUS.*\ngone +delivered +given_up .*\nlate +delivered/);
    const rows = JSON.parse((await run([...list, '--json'])).stdout) as object[];
    const since = '1970-01-01T00:00:00.001Z';
    assert.partialDeepStrictEqual(rows[0], { ref: 'gone', status: 'given_up', since });
    const dismiss = ['postbacks', 'dismiss'];
    const one = await run([...dismiss, 'gone', 'other', '--json']);
    assert.deepEqual([one.code, JSON.parse(one.stdout)], [1, { dismissed: 1 }]);
    assert.match(one.stderr, /no postback was given up of the lead "other"/);
    assert.equal((await run(dismiss)).code, 2);
    assert.match((await run([...dismiss, '--all'])).stdout, /dismissed +1/);
    assert.match((await run(list)).stderr, /No postback waits, and none was given up/);
    const left = await store.selectFrom('postbacks').select('outcome').execute();
    assert.deepEqual(
      left.map(({ outcome }) => outcome),
      ['skipped', 'skipped'],
    );
  });
});
