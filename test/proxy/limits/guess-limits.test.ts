import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy-stage.ts';

const limits = { secret: 'a secret of servers', trustedProxies: [] };

async function limitedStage(): Promise<Stage> {
  return from('203.0.113.5', await createStage({ limits }));
}

function from(address: string, stage: Stage): Stage {
  return Object.assign(stage, { remoteAddress: address });
}

const guess = (stage: Stage, code: string): Promise<Response> =>
  stage.post('/v1/promo-codes/validate', { code });

/** How many of so many guesses at codes that do not exist get an answer. */
async function answers(stage: Stage, count: number): Promise<number> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) statuses.push((await guess(stage, `NO-${i}`)).status);
  assert.ok(statuses.every((status) => status === 200 || status === 429));
  return statuses.filter((status) => status === 200).length;
}

describe('POST /v1/promo-codes/validate, by guessing', () => {
  it('answers ten wrong guesses of an address; then the right code is refused too', async () => {
    const stage = await limitedStage();
    assert.equal(await answers(stage, 12), 10);
    const refused = await guess(stage, 'WELCOME10');
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '60');
    const { type } = (await refused.json()) as { readonly type: string };
    assert.equal(type, 'too-many-requests');
  });

  it('lets a minute pass for each guess more', async () => {
    const stage = await limitedStage();
    await answers(stage, 10);
    stage.now += 59_000;
    assert.equal((await guess(stage, 'WELCOME10')).headers.get('retry-after'), '1');
    stage.now += 1000;
    assert.equal((await guess(stage, 'WELCOME10')).status, 200);
    assert.equal(await answers(stage, 2), 1);
    stage.now += 60 * 60_000;
    assert.equal(await answers(stage, 12), 10);
  });

  it('counts only codes that do not exist: a code may have ended for all who saw the offer', async () => {
    const stage = await limitedStage();
    const codes = ['LASTYEAR', 'NEXTYEAR', 'PAUSED', 'WELCOME10'];
    for (let i = 0; i < 20; i += 1) {
      assert.equal((await guess(stage, codes[i % 4] ?? '')).status, 200);
    }
  });

  it('answers ten of thirty that come at once, and keeps the right one among the last', async () => {
    const stage = await limitedStage();
    const codes = Array.from({ length: 29 }, (_, i) => `NO-${i}`);
    const replies = await Promise.all([...codes, 'WELCOME10'].map((code) => guess(stage, code)));
    assert.equal(replies.filter(({ status }) => status === 200).length, 10);
    assert.equal(replies.at(-1)?.status, 429);
  });

  it('counts for all servers on the store, and across their restarts', async () => {
    const stage = await limitedStage();
    const other = from('203.0.113.5', await createStage({ limits, store: stage.store }));
    const statuses = await Promise.all(
      Array.from({ length: 40 }, (_, i) => guess(i % 2 ? stage : other, `NO-${i}`)),
    );
    assert.equal(statuses.filter(({ status }) => status === 200).length, 10);
    const restarted = from('203.0.113.5', await createStage({ limits, store: stage.store }));
    assert.equal((await guess(restarted, 'WELCOME10')).status, 429);
  });

  it('counts of IPv6 the /64, and lets no other address pay for it', async () => {
    const stage = await limitedStage();
    for (let i = 0; i < 10; i += 1) {
      await guess(from(`2001:db8:1:2::${i}`, stage), 'NO');
    }
    assert.equal((await guess(from('2001:db8:1:2:ffff::', stage), 'NO')).status, 429);
    assert.equal((await guess(from('2001:db8:1:3::', stage), 'NO')).status, 200);
  });

  it('counts a network around them as well', async () => {
    const stage = await limitedStage();
    let answered = 0;
    for (let host = 1; host <= 9; host += 1) {
      answered += await answers(from(`203.0.113.${host}`, stage), 9);
    }
    assert.equal(answered, 50);
    assert.equal(await answers(from('203.0.114.1', stage), 9), 9);
  });

  it('keeps no address, and nothing at all once it no longer counts', async () => {
    const stage = await limitedStage();
    await guess(stage, 'NO');
    const rates = await stage.store.selectFrom('rates').selectAll().execute();
    assert.equal(rates.length, 2);
    for (const { key } of rates) assert.match(key, /^[0-9a-f]{64}$/);
    stage.now += 60 * 60_000;
    await guess(from('198.51.100.1', stage), 'NO');
    const left = await stage.store.selectFrom('rates').select('key').execute();
    assert.ok(left.every(({ key }) => !rates.some((rate) => rate.key === key)));
  });

  it('has no limit where there is none, or where nobody knows who asks', async () => {
    assert.equal(await answers(from('203.0.113.5', await createStage()), 30), 30);
    assert.equal(await answers(await createStage({ limits }), 30), 30);
  });
});

describe('POST /v1/leads, with guesses', () => {
  it('takes every lead; after too many wrong codes it tells nothing of them', async () => {
    const stage = await limitedStage();
    const statuses: unknown[] = [];
    for (const [i, code] of [...Array<string>(11).fill('NO'), 'WELCOME10'].entries()) {
      const lead = { ...goodLead, phone: `0812345678${10 + i}`, promo_code: code };
      const reply = await stage.post('/v1/leads', lead, withKey(`a-lead-key-${i}`));
      assert.equal(reply.status, 202);
      const { promo_code: verdict } = (await reply.json()) as { promo_code: { status: string } };
      statuses.push(verdict.status);
    }
    assert.deepEqual(statuses, [...Array<string>(10).fill('invalid'), 'unchecked', 'unchecked']);
    await stage.work();
    const used = await stage.store
      .selectFrom('journal')
      .selectAll()
      .where('used', '=', 1)
      .execute();
    assert.deepEqual(
      used.map(({ code }) => code),
      ['WELCOME10'],
    );
  });
});

describe('POST /v1/promo-codes/redeem, by guessing', () => {
  it('stores and sends nothing of what it refuses, and repeats what it answered', async () => {
    const stage = await limitedStage();
    const redeem = (code: string, key: string): Promise<Response> =>
      stage.post('/v1/promo-codes/redeem', { code }, withKey(key));
    assert.equal((await redeem('WELCOME10', 'the-first-key')).status, 200);
    for (let i = 0; i < 10; i += 1) await redeem(`NO-${i}`, `wrong-key-${i}`);
    const calls = stage.calls.length;
    assert.equal((await redeem('ONCE', 'another-key')).status, 429);
    assert.equal(stage.calls.length, calls);
    const keys = await stage.store.selectFrom('idempotency_keys').select('key_hash').execute();
    assert.equal(keys.length, 11);
    const again = await redeem('WELCOME10', 'the-first-key');
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true']);
  });
});
