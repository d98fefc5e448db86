import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { retryLead, settleLeadByHand } from '../../../src/proxy/index.ts';
import { eraseLeads } from '../../../src/proxy/leads/erase-leads.ts';
import { applyRetention } from '../../../src/proxy/outbox/retention.ts';
import { transact } from '../../../src/store/index.ts';
import { createStage } from '../../support/proxy/proxy-stage.ts';
import { answers, contact } from '../../support/proxy/vendor-calls.ts';
import { reply } from '../../support/sockets/raw-server.ts';
import { reopened } from '../../support/store/personal-rows.ts';
import { testCipher } from '../../support/store/test-cipher.ts';
import { testStore } from '../../support/store/test-store.ts';
import { twoStores } from '../../support/store/two-stores.ts';
import {
  allStatuses,
  endLead,
  postbacksOf,
  senderOf,
  stageWithPostbacks,
  targets,
  tracker,
  urlOf,
} from './postback-stage.ts';

const minute = 60_000;
const rejects = answers('invalid phone format');

describe('a postback', () => {
  it('is sent once by several servers that ask at the same time', async () => {
    const [one, other] = await twoStores();
    const stage = await createStage({ store: one, postbacks: allStatuses });
    const server = await tracker();
    const refs = new Set<string>();
    for (let lead = 0; lead < 12; lead += 1) refs.add(await endLead(stage, `c${lead}`));
    const tellers = [one, other, other].map((store) =>
      senderOf(stage, { url: urlOf(server), store }),
    );
    await Promise.all(tellers.map(({ send }) => send()));
    const told = targets(server).map((target) => /txid=(\w+)/.exec(target)?.[1] ?? '');
    assert.equal(told.length, 12);
    assert.deepEqual(new Set(told), refs);
  });

  it('is sent by another server if one died in mid-call, whose late answer changes nothing', async () => {
    const [one, other] = await twoStores();
    const stage = await createStage({ store: one, postbacks: allStatuses });
    const answered = Promise.withResolvers<Response>();
    const url = 'https://tracker.example/?c={click_id}';
    const asked = Promise.withResolvers<void>();
    const late = senderOf(stage, {
      url,
      store: one,
      fetch: () => {
        asked.resolve();
        return answered.promise;
      },
    });
    await endLead(stage, 'c1');
    const dying = late.send();
    await asked.promise;
    const server = await tracker();
    const answer = server.play;
    server.play = reply('', '500 Internal Server Error');
    const { send } = senderOf(stage, { url: urlOf(server), store: other });
    await send();
    assert.equal(server.requests.length, 0);
    stage.now += minute;
    await send();
    assert.equal(server.requests.length, 1);
    answered.resolve(new Response('', { status: 404 }));
    await dying;
    const [row] = await postbacksOf(one);
    assert.deepEqual([row?.attempts, row?.due_at], [2, stage.now + 5 * minute]);
    server.play = answer;
    stage.now += 5 * minute;
    await send();
    assert.equal((await postbacksOf(one))[0]?.outcome, 'sent');
    assert.match(late.logged.join(''), /^postback.overtaken/);
  });

  it('is aborted when the server stops, and sent after the next start', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const stopping = new AbortController();
    server.play = () => stopping.abort();
    await endLead(stage, 'c1');
    const { send, logged } = senderOf(stage, { url: urlOf(server) });
    await send(stopping.signal);
    const [row] = await postbacksOf(stage.store);
    assert.deepEqual([row?.outcome, row?.attempts, row?.due_at], [null, 0, stage.now]);
    assert.deepEqual(logged, []);
    server.play = (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    await senderOf(stage, { url: urlOf(server) }).send();
    assert.equal((await postbacksOf(stage.store))[0]?.outcome, 'sent');
  });

  it('holds up neither leads nor promo codes if the tracker never answers', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    server.play = () => undefined;
    const stopping = new AbortController();
    const { send } = senderOf(stage, { url: urlOf(server) });
    const refs = [];
    for (let lead = 0; lead < 6; lead += 1) refs.push(await endLead(stage, `c${lead}`));
    const telling = send(stopping.signal);
    const ref = await endLead(stage, 'c7');
    const lead = stage.store.selectFrom('leads').select('state').where('ref', '=', ref);
    assert.equal((await lead.executeTakeFirst())?.state, 'delivered');
    stopping.abort();
    await telling;
  });

  it('is sent for what a person settles by hand', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    stage.faults.set(contact, async () => new Response('', { status: 404 }));
    const [one, other] = [await endLead(stage, 'c1'), await endLead(stage, 'c2')];
    const { store, now } = stage;
    const delivered = { state: 'delivered', contactId: '7' } as const;
    await settleLeadByHand(store, one, delivered, now, { delivered: 'lead' });
    await settleLeadByHand(store, other, { state: 'rejected' }, now, { delivered: 'lead' });
    await senderOf(stage, { url: urlOf(server) }).send();
    assert.deepEqual(
      targets(server).map((target) => /txid=(\w+)/.exec(target)?.[1]),
      [one],
    );
  });

  it('reports no rejection that a delivery has overtaken, but one that came after all', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const { send } = senderOf(stage, { url: urlOf(server), statuses: allStatuses });
    stage.faults.set(contact, rejects);
    const ref = await endLead(stage, 'c1');
    await retryLead(stage.store, ref, stage.now);
    await send();
    assert.deepEqual(targets(server), []);
    await stage.work();
    await send();
    assert.match(targets(server)[0] ?? '', /status=rejected/);

    const overtaken = await endLead(stage, 'c2');
    stage.faults.delete(contact);
    await retryLead(stage.store, overtaken, stage.now);
    await stage.work();
    await send();
    assert.equal(server.requests.length, 2);
    assert.match(targets(server)[1] ?? '', /c2&status=lead/);
  });

  it('reports a rejection that comes while the one before it is skipped', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    stage.faults.set(contact, rejects);
    const ref = await endLead(stage, 'c1');
    await retryLead(stage.store, ref, stage.now);
    const store = stage.store.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        // It has read the lead as being sent; the lead is rejected again before that is settled.
        if (result.rows.some((row) => 'attribution' in row)) await stage.work();
        return result;
      },
    });
    const { send, logged } = senderOf(stage, { url: urlOf(server), statuses: allStatuses, store });
    await send();
    await send();
    assert.match(logged[0] ?? '', /^postback.overtaken/);
    assert.deepEqual(
      targets(server).map((target) => /&(status=\w+)/.exec(target)?.[1]),
      ['status=rejected'],
    );
  });

  it('is deleted with its lead, by erasure and by retention', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const erased = await endLead(stage, 'c1');
    await transact(stage.store, (transaction) => eraseLeads(transaction, [erased]));
    assert.deepEqual(await postbacksOf(stage.store), []);
    await endLead(stage, 'c2');
    stage.now += 2 * 24 * 60 * minute;
    // Nothing is reported any more: otherwise the lead would wait for ever.
    for (const postbacks of [undefined, { rejected: 'no' }]) {
      await endLead(stage, 'c3');
      const at = { now: stage.now + 2 * 24 * 60 * minute, retention: { delivered: 1 } };
      await applyRetention(stage.store, { ...at, postbacks });
      assert.deepEqual(await postbacksOf(stage.store), []);
    }
    await senderOf(stage, { url: urlOf(server) }).send();
    assert.deepEqual(server.requests, []);
  });

  for (const end of ['sent', 'given_up'] as const) {
    it(`keeps its lead beyond its time until it is ${end}`, async () => {
      const retention = { delivered: 1 };
      const stage = await createStage({ postbacks: { delivered: 'lead' }, retention });
      const url = 'https://tracker.example/?c={click_id}';
      const isAnswered = end === 'sent';
      let status = 500;
      const { send } = senderOf(stage, { url, fetch: async () => new Response('', { status }) });
      await endLead(stage, 'c1');
      await send();
      stage.now += 25 * 60 * minute;
      await stage.work();
      await send();
      const [row] = await postbacksOf(stage.store);
      assert.deepEqual([row?.outcome, row?.attempts], [null, 2]);
      if (isAnswered) status = 200;
      for (let next = row?.due_at; typeof next === 'number'; next = await send()) stage.now = next;
      assert.equal((await postbacksOf(stage.store))[0]?.outcome, end);
      stage.now += 10 * minute;
      await stage.work();
      assert.deepEqual(await postbacksOf(stage.store), []);
      assert.deepEqual(await stage.store.selectFrom('leads').select('ref').execute(), []);
    });
  }

  it('is deleted if its lead was deleted without it', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const ref = await endLead(stage, 'c1');
    await endLead(stage, 'c2');
    await stage.store.deleteFrom('redemptions').where('lead_ref', '=', ref).execute();
    await stage.store.deleteFrom('lead_attempts').where('ref', '=', ref).execute();
    await stage.store.deleteFrom('leads').where('ref', '=', ref).execute();
    assert.equal(await senderOf(stage, { url: urlOf(server) }).send(), undefined);
    const rows = await postbacksOf(stage.store);
    assert.deepEqual(
      rows.map(({ lead_ref, outcome }) => [lead_ref === ref, outcome]),
      [[false, 'sent']],
    );
  });

  it('is not put off for years by a clock that was ahead', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    server.play = (socket) => socket.end('HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n');
    const { send } = senderOf(stage, { url: urlOf(server) });
    const { now } = stage;
    stage.now += 365 * 24 * 60 * minute;
    await endLead(stage, 'c1');
    await send();
    stage.now = now;
    await send();
    assert.equal(server.requests.length, 2);
  });

  it('waits for a server that reports its state, if this one does not', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    stage.faults.set(contact, rejects);
    await endLead(stage, 'c1');
    const { send } = senderOf(stage, { url: urlOf(server) });
    assert.equal(await send(), undefined);
    stage.faults.delete(contact);
    await endLead(stage, 'c2');
    assert.equal(await send(), undefined);
    assert.equal(server.requests.length, 1);
    await senderOf(stage, { url: urlOf(server), statuses: allStatuses }).send();
    assert.match(targets(server)[1] ?? '', /c1&status=rejected/);
  });

  it('waits for a server with the key of its lead, in an encrypted store, and holds up no other', async () => {
    const store = await testStore({ cipher: testCipher('k1') });
    const stage = await createStage({ store, postbacks: allStatuses });
    const newer = reopened(store, testCipher('k2', 'k1'));
    const foreign = await createStage({ store: newer, postbacks: allStatuses });
    const server = await tracker();
    await endLead(foreign, 'c1');
    await endLead(stage, 'c2');
    const { send, logged } = senderOf(stage, { url: urlOf(server) });
    await send();
    assert.deepEqual(
      targets(server).map((target) => /subid=(\w+)/.exec(target)?.[1]),
      ['c2'],
    );
    assert.match(logged.join('\n'), /postback.failed .*Cannot decrypt: key/);
    stage.now += minute;
    await senderOf(stage, { url: urlOf(server), store: newer }).send();
    assert.match(targets(server)[1] ?? '', /subid=c1/);
  });
});
