import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countGivenUp, listUnsentPostbacks, retryGivenUp } from '../../../src/proxy/index.ts';
import { StoreError } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import {
  allStatuses,
  endLead,
  postbacksOf,
  senderOf,
  stageWithPostbacks,
  tracker,
  urlOf,
} from './postback-stage.ts';

const hour = 60 * 60_000;

describe('a postback that its tracker does not accept', () => {
  it('is not sent twice if the database is away at the moment of the answer', async () => {
    const stage = await stageWithPostbacks();
    const [url, lease] = ['https://tracker.example/?c={click_id}', 60_000];
    let [calls, awayUntil] = [0, 0];
    const store = stage.store.withPlugin({
      transformQuery({ node }) {
        if (stage.now < awayUntil) throw new StoreError('unavailable', 'away');
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const { send } = senderOf(stage, {
      url,
      store,
      fetch: async () => {
        calls += 1;
        awayUntil = stage.now + 5000;
        return new Response('OK');
      },
      wait: async (ms) => void (stage.now += ms),
    });
    await endLead(stage, 'c1');
    await send();
    stage.now += lease;
    await send();
    assert.equal(calls, 1);
    assert.equal((await postbacksOf(stage.store))[0]?.outcome, 'sent');
  });

  it('is listed while it waits and when it was given up, page by page', async () => {
    const stage = await stageWithPostbacks();
    const row = { created_at: 1, updated_at: 1 } as const;
    const ends = ['delivered', 'rejected'] as const;
    const refs = Array.from({ length: 700 }, (_, i) => `lead-${1000 + i}`);
    for (const rest of [
      { outcome: 'given_up', due_at: null },
      { outcome: null, due_at: 5 },
      { outcome: 'sent', due_at: null },
    ] as const) {
      const named = refs.map((ref) => `${ref}-${rest.outcome}`);
      const rows = ends.flatMap((state) =>
        named.map((lead_ref) => Object.assign({ lead_ref, state }, row, rest)),
      );
      await stage.store.insertInto('postbacks').values(rows).execute();
    }
    const listed = await collect(listUnsentPostbacks(stage.store));
    assert.deepEqual(
      listed.map(({ lead_ref, state }) => `${lead_ref} ${state}`),
      ['given_up', 'null'].flatMap((outcome) =>
        refs.flatMap((ref) => ends.map((state) => `${ref}-${outcome} ${state}`)),
      ),
    );
  });

  it('is given up after three days, which is logged', async () => {
    const stage = await stageWithPostbacks();
    const { send, logged } = senderOf(stage, {
      url: 'https://tracker.example/?c={click_id}',
      fetch: async () => new Response('', { status: 500 }),
    });
    await endLead(stage, 'c1');
    const start = stage.now;
    for (let next = await send(); next !== undefined; next = await send()) stage.now = next;
    const [row] = await postbacksOf(stage.store);
    assert.deepEqual([row?.outcome, row?.due_at], ['given_up', null]);
    assert((stage.now - start) / hour > 71 && (stage.now - start) / hour < 73);
    assert.match(logged.at(-1) ?? '', /^postback.given-up .*HTTP 500/);
    assert.equal(await countGivenUp(stage.store), 1);

    const server = await tracker();
    assert.equal(
      (await retryGivenUp(stage.store, { statuses: allStatuses, now: stage.now })).length,
      1,
    );
    assert.equal(await countGivenUp(stage.store), 0);
    const told = senderOf(stage, { url: urlOf(server) });
    await told.send();
    assert.equal(server.requests.length, 1);
    assert.equal(
      (await retryGivenUp(stage.store, { statuses: allStatuses, now: stage.now })).length,
      0,
    );
  });

  it('stays given up if its state is no longer reported', async () => {
    const stage = await stageWithPostbacks();
    const row = { lead_ref: 'one', created_at: 1, updated_at: 1, outcome: 'given_up' } as const;
    const rows = (['delivered', 'rejected'] as const).map((state) => Object.assign({ state }, row));
    await stage.store.insertInto('postbacks').values(rows).execute();
    const statuses = { delivered: 'lead' };
    assert.equal((await retryGivenUp(stage.store, { statuses, now: stage.now })).length, 1);
    assert.equal(await countGivenUp(stage.store), 1);
  });

  it('is given up with all of its age if the tracker is away, though few were tried', async () => {
    const stage = await stageWithPostbacks();
    let calls = 0;
    const { send, logged, counted } = senderOf(stage, {
      url: 'https://tracker.example/?c={click_id}',
      fetch: async () => {
        calls += 1;
        return new Response('', { status: 429, headers: { 'retry-after': '3600' } });
      },
    });
    const start = stage.now;
    for (let lead = 0; lead < 100; lead += 1) await endLead(stage, `c${lead}`);
    stage.now += 48 * hour;
    await endLead(stage, 'a-newer-one');
    for (let next = await send(); stage.now - start < 73 * hour; next = await send()) {
      stage.now = next ?? assert.fail('something waits');
    }
    assert(calls < 60, String(calls));
    assert.equal(await countGivenUp(stage.store), 100);
    const newer = (await postbacksOf(stage.store)).at(-1);
    assert.deepEqual([newer?.created_at, newer?.outcome], [start + 48 * hour, null]);
    assert.match(logged.join('\n'), /postback.given-up .*"count":100/);
    assert.equal(counted()['given_up'], 100);

    assert.equal(
      (await retryGivenUp(stage.store, { statuses: allStatuses, now: stage.now })).length,
      100,
    );
    stage.now += hour;
    await send();
    assert.equal(await countGivenUp(stage.store), 0);
  });

  it('is not given up untried after the server was off for a week', async () => {
    const stage = await stageWithPostbacks();
    let status = 503;
    const { send } = senderOf(stage, {
      url: 'https://tracker.example/?c={click_id}',
      fetch: async () => new Response('', { status }),
    });
    for (let lead = 0; lead < 9; lead += 1) await endLead(stage, `c${lead}`);
    stage.now += 7 * 24 * hour;
    const next = await send();
    assert.equal(await countGivenUp(stage.store), 0);
    status = 200;
    for (let at = next; at !== undefined; at = await send()) stage.now = at;
    const rows = await postbacksOf(stage.store);
    assert.deepEqual(new Set(rows.map(({ outcome }) => outcome)), new Set(['sent']));
  });
});
