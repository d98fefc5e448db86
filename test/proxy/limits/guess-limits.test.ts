import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Challenge } from '../../../src/contract/challenge.ts';
import { easyLimits as limits, working } from '../../support/proxy/flood.ts';
import { from, limitedStage, statuses } from '../../support/proxy/guessing.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { solve } from '../../support/proxy/solve-challenge.ts';
import { check, codeList, holdUp } from '../../support/proxy/vendor-calls.ts';

function guess(stage: Stage, code: string, solution?: string): Promise<Response> {
  const headers = solution === undefined ? {} : { 'challenge-solution': solution };
  return stage.post('/v1/promo-codes/validate', { code }, headers);
}

/** Does the work where it is asked for. */
function guessWorking(stage: Stage, code: string): Promise<Response> {
  return working((headers) => stage.post('/v1/promo-codes/validate', { code }, headers));
}

describe('POST /v1/promo-codes/validate, by guessing', () => {
  it('answers ten wrong guesses of an address; then even the right one takes work', async () => {
    const stage = await limitedStage();
    assert.deepEqual(await statuses(12, (code) => guess(stage, code)), [
      [200, 10],
      [403, 2],
    ]);
    const refused = await guess(stage, 'WELCOME10');
    assert.equal(refused.status, 403);
    const problem = (await refused.json()) as {
      type: string;
      detail: string;
      challenge: Challenge;
    };
    const { type, detail, challenge } = problem;
    assert.equal(type, 'challenge-required');
    assert.match(detail, /^Solve the challenge.* Challenge-Solution\.$/);
    const solution = await solve(challenge);
    const answered = await guess(stage, 'WELCOME10', solution);
    assert.deepEqual(await answered.json(), { status: 'valid', code: 'WELCOME10' });
  });

  it('answers thirty with work; then even the right one has to wait, a minute for each', async () => {
    const stage = await limitedStage();
    const replies = await statuses(32, (code) => guessWorking(stage, code));
    assert.deepEqual(replies, [
      [200, 30],
      [429, 2],
    ]);
    stage.now += 59_000;
    const refused = await guess(stage, 'WELCOME10');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
    stage.now += 1000;
    assert.equal((await guessWorking(stage, 'WELCOME10')).status, 200);
    assert.deepEqual(await statuses(2, (code) => guessWorking(stage, code)), [
      [200, 1],
      [429, 1],
    ]);
    stage.now += 60 * 60_000;
    assert.deepEqual(await statuses(10, (code) => guess(stage, code)), [[200, 10]]);
  });

  it('counts only codes that do not exist: one may have ended for all who saw the offer', async () => {
    const stage = await limitedStage();
    const codes = ['LASTYEAR', 'NEXTYEAR', 'PAUSED', 'WELCOME10'];
    const replies = await statuses(20, (code) => guess(stage, codes[code.length % 4] ?? ''));
    assert.deepEqual(replies, [[200, 20]]);
  });

  it('counts codes that an old list lacks, while no newer one can be had', async () => {
    const stage = await limitedStage();
    await guess(stage, 'WELCOME10');
    stage.faults.set(codeList, () => Promise.reject(new Error('away')));
    stage.now += 60_000;
    assert.deepEqual(await statuses(12, (code) => guess(stage, code)), [
      [200, 10],
      [403, 2],
    ]);
  });

  it('answers ten of thirty that come at once, and keeps the right one among the last', async () => {
    const stage = await limitedStage();
    const codes = Array.from({ length: 29 }, (_, i) => `NO-${i}`);
    const replies = await Promise.all([...codes, 'WELCOME10'].map((code) => guess(stage, code)));
    assert.equal(replies.filter(({ status }) => status === 200).length, 10);
    assert.equal(replies.at(-1)?.status, 403);
  });

  it('answers fifty of a network that come at once, and keeps the right one among the last', async () => {
    const stage = await limitedStage();
    const codes = Array.from({ length: 59 }, (_, i) => `NO-${i}`);
    const replies = await Promise.all(
      [...codes, 'WELCOME10'].map((code, host) => guess(from(`203.0.113.${host}`, stage), code)),
    );
    assert.equal(replies.filter(({ status }) => status === 200).length, 50);
    assert.equal(replies.at(-1)?.status, 403);
  });

  it('answers any number of right ones that come at once, from one address too', async () => {
    const stage = await limitedStage();
    const replies = Array.from({ length: 60 }, () => guess(stage, 'WELCOME10'));
    assert.deepEqual([...new Set((await Promise.all(replies)).map(({ status }) => status))], [200]);
  });

  it('counts for all servers on the store, and across their restarts', async () => {
    const stage = await limitedStage();
    const other = from('203.0.113.5', await createStage({ limits, store: stage.store }));
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, i) => guess(i % 2 ? stage : other, `NO-${i}`)),
    );
    assert.equal(replies.filter(({ status }) => status === 200).length, 10);
    const restarted = from('203.0.113.5', await createStage({ limits, store: stage.store }));
    assert.equal((await guess(restarted, 'WELCOME10')).status, 403);
  });

  it('answers none without work that began on one server while others took what was free', async () => {
    const stage = await limitedStage();
    const other = from('203.0.113.5', await createStage({ limits, store: stage.store }));
    stage.faults.set(codeList, async (request, answer) => {
      stage.faults.delete(codeList);
      assert.deepEqual(await statuses(10, (code) => guess(other, code)), [[200, 10]]);
      return answer(request);
    });
    assert.equal((await guess(stage, 'NOT')).status, 403);
  });

  it('counts of IPv6 the /64, and lets no other address pay for it', async () => {
    const stage = await limitedStage();
    for (let i = 0; i < 10; i += 1) await guess(from(`2001:db8:1:2::${i}`, stage), 'NO');
    assert.equal((await guess(from('2001:db8:1:2:ffff::', stage), 'NO')).status, 403);
    assert.equal((await guess(from('2001:db8:1:3::', stage), 'NO')).status, 200);
  });

  it('counts the network around as well, and everybody', async () => {
    const stage = await limitedStage();
    let host = 0;
    const fromNetwork = (network: string) => (code: string) =>
      guess(from(`${network}.${(host += 1) % 250}`, stage), code);
    assert.deepEqual(await statuses(60, fromNetwork('203.0.113')), [
      [200, 50],
      [403, 10],
    ]);
    for (let network = 0; network < 9; network += 1) {
      assert.deepEqual(await statuses(50, fromNetwork(`198.51.${network}`)), [[200, 50]]);
    }
    assert.equal((await guess(from('192.0.2.1', stage), 'WELCOME10')).status, 403);
    assert.equal((await guessWorking(stage, 'WELCOME10')).status, 200);
    const unknown = Object.assign(stage, { remoteAddress: undefined });
    assert.equal((await guess(unknown, 'WELCOME10')).status, 403);
  });

  it('gives a thousand guesses no more verdicts than the limits, wherever they come from', async () => {
    const stage = await limitedStage();
    const verdicts = async (count: number, addressOf: (i: number) => string): Promise<number> => {
      let told = 0;
      for (let first = 0; first < count; first += 50) {
        const guesses = Array.from({ length: 50 }, (_, i) =>
          guess(from(addressOf(first + i), stage), `${addressOf(first + i)} ${first + i}`),
        );
        const replies = await Promise.all(guesses);
        told += replies.filter(({ status }) => status === 200).length;
      }
      return told;
    };
    const fromOne = await verdicts(100, () => '203.0.113.5');
    const from64 = await verdicts(100, (i) => `2001:db8:1:2::${i.toString(16)}`);
    const from24 = await verdicts(100, (i) => `198.51.100.${i % 250}`);
    assert.deepEqual([fromOne, from64, from24], [10, 10, 50]);
    const fromAll = await verdicts(700, (i) => `10.${i % 250}.${i % 28}.1`);
    // As many as are free in all; of fifty at once each may be the last that is.
    assert.ok(fromAll >= 430 && fromAll < 480, String(fromAll));
  });

  it('keeps no address, and nothing at all once it no longer counts', async () => {
    const stage = await limitedStage();
    await guess(stage, 'NO');
    const rates = await stage.store.selectFrom('rates').selectAll().execute();
    assert.equal(rates.length, 4);
    for (const { key } of rates) assert.match(key, /^guesses \w+ [0-9a-f]{64}$/);
    stage.now += 60_000;
    await guess(from('198.51.100.1', stage), 'NOT');
    const left = await stage.store.selectFrom('rates').select('key').execute();
    const common = left.filter(({ key }) => rates.some((rate) => rate.key === key));
    assert.deepEqual([left.length, common.length], [4, 1]);
  });

  it('has no limit where the owner wants none', async () => {
    const stage = from('203.0.113.5', await createStage());
    assert.deepEqual(await statuses(30, (code) => guess(stage, code)), [[200, 30]]);
  });
});

describe('createProxy() with limits', () => {
  it('warns once if nothing says from which address visitors come', async () => {
    const stage = await limitedStage();
    const told = (): number =>
      stage.logged.filter((line) => line.startsWith('limits.no-address')).length;
    await guess(stage, 'NO');
    assert.equal(told(), 0);
    stage.remoteAddress = undefined;
    await guess(stage, 'NO');
    await guess(stage, 'NO');
    assert.equal(told(), 1);
  });
});

describe('POST /v1/leads, with guesses', () => {
  it('waits for no redemption of another phone behind the address', async () => {
    const stage = await limitedStage();
    const { asked, release } = holdUp(stage, check);
    const code = 'WELCOME10';
    const redeem = stage.post('/v1/promo-codes/redeem', { code }, withKey('a-redeem-key'));
    await asked;
    const lead = stage.post('/v1/leads', { ...goodLead, promo_code: code }, withKey('a-lead-key'));
    // Where it waits, it waits for ever.
    assert.equal((await lead).status, 202);
    release();
    assert.equal((await redeem).status, 200);
  });

  it('takes every lead; after too many wrong codes the receipts leave the codes unchecked', async () => {
    const stage = await limitedStage();
    const told: unknown[] = [];
    for (const [i, code] of [...Array<string>(11).fill('NO'), 'WELCOME10'].entries()) {
      const lead = { ...goodLead, phone: `0812345678${10 + i}`, promo_code: code };
      const reply = await stage.post('/v1/leads', lead, withKey(`a-lead-key-${i}`));
      assert.equal(reply.status, 202);
      const { promo_code: verdict } = (await reply.json()) as { promo_code: { status: string } };
      told.push(verdict.status);
    }
    assert.deepEqual(told, [...Array<string>(10).fill('invalid'), 'unchecked', 'unchecked']);
    await stage.work();
    const journal = stage.store.selectFrom('journal').selectAll();
    const used = await journal.where('used', '=', 1).execute();
    assert.deepEqual(
      used.map(({ code }) => code),
      ['WELCOME10'],
    );
  });
});
