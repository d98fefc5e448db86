import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { demoCompany } from '../../../src/backend/index.ts';
import { createStage, sendLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import {
  check,
  countOf,
  holdUp,
  lostAnswer,
  refusedConnection,
} from '../../support/proxy/vendor-calls.ts';

const redeem = '/v1/promo-codes/redeem';

async function verdictOf(stage: Stage, body: object, key: string): Promise<unknown> {
  return (await stage.post(redeem, body, withKey(key))).json();
}

describe('POST /v1/promo-codes/redeem', () => {
  it("uses a code up once, in its list's spelling, however often its key is sent", async () => {
    const stage = await createStage();
    const first = await stage.post(redeem, { code: 'once' }, withKey('first-key'));
    assert.deepEqual(await first.json(), { status: 'redeemed', code: 'ONCE' });
    assert.equal(first.headers.get('idempotent-replayed'), null);
    const second = await stage.post(redeem, { code: 'ONCE ' }, withKey('first-key'));
    assert.deepEqual(await second.json(), { status: 'redeemed', code: 'ONCE' });
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }, 'other-key'), {
      status: 'refused',
      reason: 'exhausted',
    });
    assert.equal(countOf(stage, check), 2);
  });

  it('sends nothing again when the answer was lost', async () => {
    const stage = await createStage();
    stage.faults.set(check, lostAnswer);
    const body = { code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, body, 'lost-answer'), {
      status: 'unconfirmed',
    });
    stage.faults.clear();
    assert.deepEqual(await verdictOf(stage, body, 'lost-answer'), {
      status: 'unconfirmed',
    });
    assert.equal(countOf(stage, check), 1);
  });

  it('tries a call that was surely not sent three times, and again with the same key', async () => {
    const stage = await createStage();
    stage.faults.set(check, refusedConnection);
    const reply = await stage.post(redeem, { code: 'ONCE' }, withKey('not-sent'));
    assert.equal(reply.status, 503);
    assert.equal(reply.headers.get('retry-after'), '5');
    assert.equal(countOf(stage, check), 3);
    stage.faults.clear();
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }, 'not-sent'), {
      status: 'redeemed',
      code: 'ONCE',
    });
    assert.equal(await stage.work(), undefined, 'nothing is left to the worker');
  });

  it('sends one of two retries that come at once', async () => {
    const stage = await createStage();
    stage.faults.set(check, refusedConnection);
    await stage.post(redeem, { code: 'WELCOME10' }, withKey('two-retries'));
    const { release } = holdUp(stage, check);
    stage.calls.length = 0;
    const retry = (): Promise<Response> =>
      stage.post(redeem, { code: 'WELCOME10' }, withKey('two-retries'));
    const replies = [retry(), retry()];
    const late = await Promise.race(replies);
    assert.equal(late.status, 409);
    release();
    const statuses = await Promise.all(replies.map(async (reply) => (await reply).status));
    assert.deepEqual(
      statuses.toSorted((one, other) => one - other),
      [200, 409],
    );
    assert.equal(countOf(stage, check), 1);
  });

  it('passes the time on that a busy vendor asks for', async () => {
    const stage = await createStage();
    stage.faults.set(
      check,
      async () => new Response('busy', { status: 429, headers: { 'retry-after': '120' } }),
    );
    const reply = await stage.post(redeem, { code: 'ONCE' }, withKey('busy-vendor'));
    assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '120']);
    assert.equal(await stage.work(), undefined, 'only its caller tries it again');
  });

  it('answers 409 while the first request with the key runs, then its verdict', async () => {
    const stage = await createStage();
    const { asked, release } = holdUp(stage, check);
    const first = stage.post(redeem, { code: 'ONCE' }, withKey('slow-vendor'));
    await asked;
    const second = await stage.post(redeem, { code: 'ONCE' }, withKey('slow-vendor'));
    assert.deepEqual([second.status, second.headers.get('retry-after')], [409, '1']);
    assert.match(await second.text(), /"detail":"Ask again in a moment, with the same key\."/);
    release();
    assert.deepEqual(await (await first).json(), { status: 'redeemed', code: 'ONCE' });
  });

  it('takes a redemption whose process died in mid-call for unconfirmed', async () => {
    const stage = await createStage();
    const { asked } = holdUp(stage, check);
    void stage.post(redeem, { code: 'ONCE' }, withKey('killed-in-mid-call'));
    await asked;
    stage.now += 60_000;
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }, 'killed-in-mid-call'), {
      status: 'unconfirmed',
    });
  });

  it('takes the key of a lead for another request', async () => {
    const stage = await createStage();
    await sendLead(stage, 'shared-key');
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }, 'shared-key'), {
      status: 'redeemed',
      code: 'ONCE',
    });
  });

  it('knows a retry by what was said, whatever company the server puts in since a restart', async () => {
    const stage = await createStage({ company: demoCompany });
    const used = { status: 'redeemed', code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }, 'a-restart'), used);
    const restarted = await createStage({ store: stage.store, company: '2' });
    assert.deepEqual(await verdictOf(restarted, { code: 'ONCE' }, 'a-restart'), used);
    assert.deepEqual(restarted.calls, []);
  });

  it('refuses a key that stands for another code', async () => {
    const stage = await createStage();
    await stage.post(redeem, { code: 'ONCE' }, withKey('one-key-1'));
    const reply = await stage.post(redeem, { code: 'WELCOME10' }, withKey('one-key-1'));
    assert.equal(reply.status, 422);
    assert.partialDeepStrictEqual(await reply.json(), { type: 'idempotency-key-reused' });
  });

  for (const key of ['', 'short', 'has space in it', 'two-keys-1,two-keys-2', 'x'.repeat(129)]) {
    it(`refuses ${JSON.stringify(key)} as a key`, async () => {
      const stage = await createStage();
      const reply = await stage.post(redeem, { code: 'ONCE' }, withKey(key));
      assert.partialDeepStrictEqual(await reply.json(), { type: 'idempotency-key-missing' });
    });
  }
});
