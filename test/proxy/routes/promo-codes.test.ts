import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCompany, demoCompany } from '../../../src/backend/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';

const validate = '/v1/promo-codes/validate';
const redeem = '/v1/promo-codes/redeem';
const check = '/api/checkPromocode';

async function verdictOf(stage: Stage, path: string, body: object, key?: string): Promise<unknown> {
  const reply = await stage.post(path, body, key === undefined ? {} : withKey(key));
  return reply.json();
}

describe('POST /v1/promo-codes/validate', () => {
  const verdicts: Readonly<Record<string, object>> = {
    WELCOME10: { status: 'valid', code: 'WELCOME10' },
    ONCE: { status: 'valid', code: 'ONCE' },
    LASTYEAR: { status: 'invalid', reason: 'expired' },
    NEXTYEAR: { status: 'invalid', reason: 'not_started' },
    PAUSED: { status: 'invalid', reason: 'inactive' },
    nonsense: { status: 'invalid', reason: 'unknown' },
    ' welcome\u200b10 ': { status: 'valid', code: 'WELCOME10' },
    ＷＥＬＣＯＭＥ１０: { status: 'valid', code: 'WELCOME10' },
    // Cyrillic.
    WЕLCOME10: { status: 'invalid', reason: 'unknown' },
    '%': { status: 'invalid', reason: 'unknown' },
    'WELCOME10&company=2': { status: 'invalid', reason: 'unknown' },
  };
  for (const [code, verdict] of Object.entries(verdicts)) {
    it(`answers ${JSON.stringify(code)} with ${JSON.stringify(verdict)}`, async () => {
      const stage = await createStage();
      assert.deepEqual(await verdictOf(stage, validate, { code }), verdict);
    });
  }

  it('asks the vendor for the list once and for no check', async () => {
    const stage = await createStage();
    await Promise.all(
      Array.from({ length: 20 }, () => verdictOf(stage, validate, { code: 'ONCE' })),
    );
    assert.deepEqual(stage.calls, ['/api/getCompanies', '/api/getPromocodes']);
  });

  it('finds a code that was made after the list was fetched', async () => {
    const stage = await createStage();
    await verdictOf(stage, validate, { code: 'WELCOME10' });
    await stage.store
      .updateTable('promo_codes')
      .set({ code: 'NEW', code_key: 'new' })
      .where('code', '=', 'PAUSED')
      .execute();
    stage.now += 2001;
    assert.deepEqual(await verdictOf(stage, validate, { code: 'new' }), {
      status: 'invalid',
      reason: 'inactive',
    });
  });

  it('knows no list for new because the clock was set back', async () => {
    const stage = await createStage();
    await verdictOf(stage, validate, { code: 'WELCOME10' });
    await stage.store
      .updateTable('promo_codes')
      .set({ active: 0 })
      .where('code', '=', 'WELCOME10')
      .execute();
    stage.now -= 60 * 60_000;
    const verdict = await verdictOf(stage, validate, { code: 'WELCOME10' });
    assert.deepEqual(verdict, { status: 'invalid', reason: 'inactive' });
  });

  it('leaves a code unchecked while the list cannot be had, and comes back by itself', async () => {
    const stage = await createStage();
    stage.faults.set(
      '/api/getPromocodes',
      async () => new Response('<h1>502</h1>', { status: 502 }),
    );
    assert.deepEqual(await verdictOf(stage, validate, { code: 'ONCE' }), { status: 'unchecked' });
    stage.now += 1999;
    await verdictOf(stage, validate, { code: 'ONCE' });
    const asked = stage.calls.filter((path) => path === '/api/getPromocodes');
    assert.equal(asked.length, 1, 'a vendor that is away is left alone for a moment');
    stage.faults.clear();
    stage.now += 1;
    assert.deepEqual(await verdictOf(stage, validate, { code: 'ONCE' }), {
      status: 'valid',
      code: 'ONCE',
    });
  });

  it('goes on with the list it has while the vendor is away, for ten minutes', async () => {
    const stage = await createStage();
    await verdictOf(stage, validate, { code: 'ONCE' });
    stage.faults.set('/api/getPromocodes', () => Promise.reject(new Error('away')));
    stage.now += 10 * 60_000;
    assert.deepEqual(await verdictOf(stage, validate, { code: 'ONCE' }), {
      status: 'valid',
      code: 'ONCE',
    });
    stage.now += 1;
    assert.deepEqual(await verdictOf(stage, validate, { code: 'ONCE' }), { status: 'unchecked' });
  });

  it('answers from the list it has where the vendor does not answer in time', async () => {
    const stage = await createStage();
    await verdictOf(stage, validate, { code: 'ONCE' });
    stage.faults.set('/api/getPromocodes', () => new Promise(() => {}));
    stage.now += 60_000;
    const startedAt = performance.now();
    const verdict = await verdictOf(stage, validate, { code: 'ONCE' });
    assert.deepEqual(verdict, { status: 'valid', code: 'ONCE' });
    // The call itself is given up after five seconds: a visitor does not wait for that.
    assert.ok(performance.now() - startedAt < 4000);
  });

  it('answers a company that is not ours as an unknown code, without a call for its list', async () => {
    const stage = await createStage();
    const body = { code: 'WELCOME10', company: 'strangers' };
    assert.deepEqual(await verdictOf(stage, validate, body), {
      status: 'invalid',
      reason: 'unknown',
    });
    assert.deepEqual(stage.calls, ['/api/getCompanies']);
    await addCompany(stage.store, { id: 'strangers', title: 'Now ours', now: stage.now });
    stage.now += 2001;
    await verdictOf(stage, validate, body);
    assert.ok(stage.calls.includes('/api/getPromocodes'));
  });

  it('takes the only company there is where none is named and none configured', async () => {
    const stage = await createStage({ company: undefined });
    const body = { code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, validate, body), { status: 'valid', code: 'ONCE' });
    assert.deepEqual(await verdictOf(stage, redeem, body, 'only-company'), {
      status: 'redeemed',
      code: 'ONCE',
    });
    await addCompany(stage.store, { id: 'second', title: 'A second one', now: stage.now });
    stage.now += 60_000;
    assert.deepEqual(await verdictOf(stage, validate, body), { status: 'unchecked' });
  });

  it('gives no reason away where the owner wants it coarse', async () => {
    const stage = await createStage({ promoReasons: 'coarse' });
    for (const code of ['PAUSED', 'LASTYEAR', 'nonsense']) {
      assert.deepEqual(await verdictOf(stage, validate, { code }), {
        status: 'invalid',
        reason: 'invalid',
      });
    }
    const valid = { status: 'valid', code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, validate, { code: 'ONCE' }), valid);
  });

  const bodies: readonly (readonly [string, object, number, string])[] = [
    ['an empty code', { code: ' \u200b' }, 422, 'invalid-fields'],
    ['a code of another type', { code: ['ONCE'] }, 422, 'invalid-fields'],
    ['a number', { code: 10 }, 422, 'invalid-fields'],
    ['a key in capitals', { CODE: 'ONCE' }, 422, 'invalid-fields'],
    ['an unknown key', { code: 'ONCE', token: 'x' }, 400, 'invalid-body'],
    ['a company that is none', { code: 'ONCE', company: '1 OR 1=1' }, 422, 'invalid-fields'],
  ];
  for (const [what, body, status, type] of bodies) {
    it(`refuses ${what} without a call`, async () => {
      const stage = await createStage();
      const reply = await stage.post(validate, body);
      assert.equal(reply.status, status);
      assert.partialDeepStrictEqual(await reply.json(), { type, status });
      assert.deepEqual(stage.calls, []);
    });
  }
});

describe('POST /v1/promo-codes/redeem', () => {
  it("uses a code up once, in its list's spelling, however often its key is sent", async () => {
    const stage = await createStage();
    const first = await stage.post(redeem, { code: 'once' }, withKey('first-key'));
    assert.deepEqual(await first.json(), { status: 'redeemed', code: 'ONCE' });
    assert.equal(first.headers.get('idempotent-replayed'), null);
    const second = await stage.post(redeem, { code: 'ONCE ' }, withKey('first-key'));
    assert.deepEqual(await second.json(), { status: 'redeemed', code: 'ONCE' });
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(await verdictOf(stage, redeem, { code: 'ONCE' }, 'other-key'), {
      status: 'refused',
      reason: 'exhausted',
    });
    assert.equal(stage.calls.filter((path) => path === check).length, 2);
  });

  it('sends nothing again when the answer was lost', async () => {
    const stage = await createStage();
    stage.faults.set(check, async (request, answer) => {
      await answer(request);
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    });
    const body = { code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, redeem, body, 'lost-answer'), {
      status: 'unconfirmed',
    });
    stage.faults.clear();
    assert.deepEqual(await verdictOf(stage, redeem, body, 'lost-answer'), {
      status: 'unconfirmed',
    });
    assert.equal(stage.calls.filter((path) => path === check).length, 1);
  });

  it('tries a call that was surely not sent three times, and again with the same key', async () => {
    const stage = await createStage();
    stage.faults.set(check, () =>
      Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    );
    const reply = await stage.post(redeem, { code: 'ONCE' }, withKey('not-sent'));
    assert.equal(reply.status, 503);
    assert.equal(reply.headers.get('retry-after'), '5');
    assert.equal(stage.calls.filter((path) => path === check).length, 3);
    stage.faults.clear();
    assert.deepEqual(await verdictOf(stage, redeem, { code: 'ONCE' }, 'not-sent'), {
      status: 'redeemed',
      code: 'ONCE',
    });
    assert.equal(await stage.work(), undefined, 'nothing is left to the worker');
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
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    stage.faults.set(check, async (request, backend) => {
      ask();
      await answered;
      return backend(request);
    });
    const first = stage.post(redeem, { code: 'ONCE' }, withKey('slow-vendor'));
    await asked;
    const second = await stage.post(redeem, { code: 'ONCE' }, withKey('slow-vendor'));
    assert.deepEqual([second.status, second.headers.get('retry-after')], [409, '1']);
    answer();
    assert.deepEqual(await (await first).json(), { status: 'redeemed', code: 'ONCE' });
  });

  it('takes a redemption whose process died in mid-call for unconfirmed', async () => {
    const stage = await createStage();
    stage.faults.set(check, () => new Promise(() => {}));
    void stage.post(redeem, { code: 'ONCE' }, withKey('killed-in-mid-call'));
    while (!stage.calls.includes(check)) await new Promise(setImmediate);
    stage.now += 60_000;
    assert.deepEqual(await verdictOf(stage, redeem, { code: 'ONCE' }, 'killed-in-mid-call'), {
      status: 'unconfirmed',
    });
  });

  it('takes the key of a lead for another request', async () => {
    const stage = await createStage();
    await stage.post('/v1/leads', goodLead, withKey('shared-key'));
    assert.deepEqual(await verdictOf(stage, redeem, { code: 'ONCE' }, 'shared-key'), {
      status: 'redeemed',
      code: 'ONCE',
    });
  });

  it('knows a retry by what was said, whatever company the server puts in since a restart', async () => {
    const stage = await createStage({ company: demoCompany });
    const used = { status: 'redeemed', code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, redeem, { code: 'ONCE' }, 'a-restart'), used);
    const restarted = await createStage({ store: stage.store, company: '2' });
    assert.deepEqual(await verdictOf(restarted, redeem, { code: 'ONCE' }, 'a-restart'), used);
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
