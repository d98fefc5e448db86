import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { erasePhoneFromCodes, readLead } from '../../../src/proxy/index.ts';
import { goodLead, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { contact } from '../../support/proxy/vendor-calls.ts';
import { reply } from '../../support/sockets/raw-server.ts';
import {
  allStatuses,
  canaryKey,
  endLead,
  postbacksOf,
  senderOf,
  stageWithPostbacks,
  targets,
  tracker,
  urlOf,
} from './postback-stage.ts';

const minute = 60_000;

function answer(stage: Stage, status: string): void {
  stage.faults.set(contact, async () => Response.json({ status }));
}

describe('createPostbacks()', () => {
  it('reports a delivered lead to a tracker once, and nothing of who it is', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const { send, logged } = senderOf(stage, { url: urlOf(server) });
    const fields = { click_id: 'cl/ck 1&status=paid' };
    const ref = await sendLead(stage, 'a-delivered-lead', fields);
    await send();
    assert.deepEqual(server.requests, []);
    await stage.work();
    await send();
    await send();
    const query = `subid=cl%2Fck%201%26status%3Dpaid&status=lead&txid=${ref}`;
    assert.deepEqual(targets(server), [`/${canaryKey}/postback?${query}`]);
    const [request = ''] = server.requests;
    assert.match(request, /^GET /);
    const said = `${request}${logged.join('')}`;
    for (const text of [goodLead.first_name, goodLead.last_name, '3456789']) {
      assert(!said.includes(text), text);
    }
    assert.deepEqual(logged, [`postback.sent {"ref":"${ref}","state":"delivered","attempt":1}`]);
  });

  it('fills in all that a template may ask for', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const query =
      'p={product}&id={contact_id}&code={promo_code}&t={time}&s={utm_source}&c={utm_campaign}';
    const { send } = senderOf(stage, { url: `${server.baseUrl}/?${query}` });
    const last = { utm_source: 'fb', utm_campaign: 'été' };
    const attribution = { first: { utm_source: 'google' }, last };
    const ref = await sendLead(stage, 'a-whole-lead', { attribution, promo_code: 'WELCOME10' });
    await stage.work();
    await send();
    const story = await readLead(stage.store, ref);
    const said = new URLSearchParams(targets(server)[0]?.slice(2));
    assert.deepEqual(Object.fromEntries(said), {
      p: 'blackmask',
      id: story?.lead.contact_id,
      code: 'WELCOME10',
      t: String(stage.now / 1000),
      s: 'fb',
      c: 'été',
    });
  });

  it('reports no phone that was typed as a promo code', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const { send } = senderOf(stage, { url: `${server.baseUrl}/?code={promo_code}&txid={ref}` });
    const ref = await sendLead(stage, 'a-phone-as-code', { promo_code: '+62 812-3456-789' });
    await stage.work();
    await send();
    assert.deepEqual(targets(server), [`/?code=&txid=${ref}`]);
  });

  it('reports no promo code from which a phone was erased', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const { send } = senderOf(stage, { url: `${server.baseUrl}/?code={promo_code}&txid={ref}` });
    const ref = await sendLead(stage, 'an-erased-code', { promo_code: '+62 855-5555-555' });
    await stage.work();
    await erasePhoneFromCodes(stage.store, '628555555555');
    await send();
    assert.deepEqual(targets(server), [`/?code=&txid=${ref}`]);
  });

  it('reports the configured states, each by its word, and no others', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const { send } = senderOf(stage, { url: urlOf(server), statuses: allStatuses });
    answer(stage, 'double phone');
    const duplicate = await endLead(stage, 'c1');
    answer(stage, 'invalid phone format');
    const rejected = await endLead(stage, 'c2');
    answer(stage, 'invalid product name');
    await endLead(stage, 'c3');
    await send();
    const states = (await postbacksOf(stage.store)).map(({ lead_ref, state, outcome }) => [
      lead_ref,
      state,
      outcome,
    ]);
    assert.deepEqual(states, [
      [duplicate, 'duplicate', 'sent'],
      [rejected, 'rejected', 'sent'],
    ]);
    assert.deepEqual(
      targets(server).map((target) => new URLSearchParams(target.split('?')[1]).get('status')),
      ['duplicate', 'rejected'],
    );
  });

  it('stores nothing if no state is reported', async () => {
    const stage = await stageWithPostbacks({});
    await endLead(stage, 'c1');
    assert.deepEqual(await postbacksOf(stage.store), []);
  });

  it('skips a lead without a click id if the URL has one', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    const ref = await endLead(stage);
    const { send, logged } = senderOf(stage, { url: urlOf(server) });
    await send();
    assert.deepEqual(server.requests, []);
    const [row] = await postbacksOf(stage.store);
    assert.deepEqual([row?.lead_ref, row?.outcome, row?.due_at], [ref, 'skipped', null]);
    assert.equal(row?.attempts, 0);
    assert.match(logged.join(''), /^postback.skipped .*without a click id/);

    await endLead(stage);
    await senderOf(stage, { url: `${server.baseUrl}/?txid={ref}` }).send();
    assert.equal(server.requests.length, 1);
  });

  it('retries after errors, hangs, cuts and redirects, until it is answered', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    let hung = new AbortController();
    const { send, logged, counted } = senderOf(stage, {
      url: urlOf(server),
      deadline: () => (hung = new AbortController()).signal,
    });
    const start = stage.now;
    const ref = await endLead(stage, 'click-canary');
    const elsewhere = `Location: ${server.baseUrl}/elsewhere\r\n`;
    const waits: number[] = [];
    for (const play of [
      reply('no', '500 Internal Server Error'),
      () => hung.abort(),
      reply('later', '503 Service Unavailable', 'Retry-After: 2400\r\n'),
      reply('', '302 Found', elsewhere),
      reply('no such click', '404 Not Found'),
      reply('OK', '204 No Content'),
    ]) {
      server.play = play;
      const next = await send();
      assert.equal(
        targets(server).at(-1),
        `/${canaryKey}/postback?subid=click-canary&status=lead&txid=${ref}`,
      );
      if (next === undefined) break;
      waits.push((next - stage.now) / minute);
      assert.equal((await postbacksOf(stage.store))[0]?.due_at, next);
      stage.now = next;
    }
    assert.deepEqual(waits, [1, 5, 40, 60, 60]);
    assert.equal(await send(), undefined);
    assert.equal(server.requests.length, 6);
    const told = logged.filter((line) => line.startsWith('postback.'));
    assert.deepEqual(
      told.map((line) => /"detail":"([^"]+)/.exec(line)?.[1]),
      [
        'The tracker answers HTTP 500',
        'The tracker gives no answer in time',
        'The tracker answers HTTP 503',
        'The tracker answers with a redirect: give the URL that it leads to',
        'The tracker answers HTTP 404',
        undefined,
      ],
    );
    const [row] = await postbacksOf(stage.store);
    assert.deepEqual([row?.outcome, row?.attempts, row?.created_at], ['sent', 6, start]);
    assert.deepEqual(counted(), { failed: 5, sent: 1 });
    assert(!/canary/.test(logged.join('')), logged.join('\n'));
  });

  it('follows no redirect on any network', async () => {
    const stage = await stageWithPostbacks();
    const server = await tracker();
    server.play = reply('', '302 Found', `Location: ${server.baseUrl}/elsewhere\r\n`);
    await endLead(stage, 'c1');
    const url = urlOf(server);
    await senderOf(stage, { url, fetch: (request) => globalThis.fetch(request) }).send();
    assert.equal(server.requests.length, 1);
    assert.match((await postbacksOf(stage.store))[0]?.detail ?? '', /a redirect/);
  });

  it('sends one at a time while the tracker is away, and all when it is back', async () => {
    const stage = await stageWithPostbacks();
    let calls = 0;
    let isAway = true;
    const { send } = senderOf(stage, {
      url: 'https://tracker.example/?c={click_id}',
      fetch: async () => {
        calls += 1;
        if (isAway) throw new Error('reset');
        return new Response('OK');
      },
    });
    for (let lead = 0; lead < 30; lead += 1) await endLead(stage, `c${lead}`);
    await send();
    assert(calls < 10, String(calls));
    isAway = false;
    for (let next = await send(); next !== undefined; next = await send()) stage.now = next;
    const rows = await postbacksOf(stage.store);
    assert.deepEqual(new Set(rows.map(({ outcome }) => outcome)), new Set(['sent']));
    assert.equal(rows.length, 30);
  });
});
