import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCode, addCompany, demoCompany } from '../../../src/backend/index.ts';
import { codeLengthMax } from '../../../src/contract/code.ts';
import { createStage, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { codeList, countOf } from '../../support/proxy/vendor-calls.ts';

const validate = '/v1/promo-codes/validate';

async function verdictOf(stage: Stage, body: object): Promise<unknown> {
  return (await stage.post(validate, body)).json();
}

async function redeemed(stage: Stage, body: object): Promise<unknown> {
  const reply = await stage.post('/v1/promo-codes/redeem', body, withKey('only-company'));
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
      assert.deepEqual(await verdictOf(stage, { code }), verdict);
    });
  }

  it('asks the vendor for the list once and for no check', async () => {
    const stage = await createStage();
    await Promise.all(Array.from({ length: 20 }, () => verdictOf(stage, { code: 'ONCE' })));
    assert.deepEqual(stage.calls, ['/api/getCompanies', codeList]);
  });

  it('finds a code that was made after the list was fetched', async () => {
    const stage = await createStage();
    await verdictOf(stage, { code: 'WELCOME10' });
    await stage.store
      .updateTable('promo_codes')
      .set({ code: 'NEW', code_key: 'new' })
      .where('code', '=', 'PAUSED')
      .execute();
    stage.now += 2001;
    assert.deepEqual(await verdictOf(stage, { code: 'new' }), {
      status: 'invalid',
      reason: 'inactive',
    });
  });

  it('knows no list for new because the clock was set back', async () => {
    const stage = await createStage();
    await verdictOf(stage, { code: 'WELCOME10' });
    await stage.store
      .updateTable('promo_codes')
      .set({ active: 0 })
      .where('code', '=', 'WELCOME10')
      .execute();
    stage.now -= 60 * 60_000;
    const verdict = await verdictOf(stage, { code: 'WELCOME10' });
    assert.deepEqual(verdict, { status: 'invalid', reason: 'inactive' });
  });

  it('leaves a code unchecked while the list cannot be loaded, and recovers on its own', async () => {
    const stage = await createStage();
    stage.faults.set(codeList, async () => new Response('<h1>502</h1>', { status: 502 }));
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }), { status: 'unchecked' });
    stage.now += 1999;
    await verdictOf(stage, { code: 'ONCE' });
    const asked = stage.calls.filter((path) => path === codeList);
    assert.equal(asked.length, 1, 'a vendor that is away is left alone for a moment');
    stage.faults.clear();
    stage.now += 1;
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }), {
      status: 'valid',
      code: 'ONCE',
    });
  });

  it('asks a busy vendor for the list when its Retry-After is over, and not before', async () => {
    const stage = await createStage();
    const headers = { 'retry-after': '30' };
    stage.faults.set(codeList, async () => new Response('slow down', { status: 429, headers }));
    await verdictOf(stage, { code: 'ONCE' });
    stage.faults.clear();
    stage.now += 29_999;
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }), { status: 'unchecked' });
    assert.equal(countOf(stage, codeList), 1);
    stage.now += 1;
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }), { status: 'valid', code: 'ONCE' });
  });

  it('goes on with the list it has while the vendor is away, for ten minutes', async () => {
    const stage = await createStage();
    await verdictOf(stage, { code: 'ONCE' });
    stage.faults.set(codeList, () => Promise.reject(new Error('away')));
    stage.now += 10 * 60_000;
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }), {
      status: 'valid',
      code: 'ONCE',
    });
    stage.now += 1;
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }), { status: 'unchecked' });
  });

  it('leaves a code unchecked that its old list lacks while the vendor is away', async () => {
    const stage = await createStage();
    await verdictOf(stage, { code: 'ONCE' });
    await addCode(stage.store, { company: demoCompany, code: 'NEW', now: stage.now });
    stage.faults.set(codeList, () => Promise.reject(new Error('away')));
    stage.now += 2001;
    // The second is not even asked for: a vendor that is away is left alone for a moment.
    assert.deepEqual(await verdictOf(stage, { code: 'new' }), { status: 'unchecked' });
    assert.deepEqual(await verdictOf(stage, { code: 'new' }), { status: 'unchecked' });
    assert.deepEqual(await redeemed(stage, { code: 'new' }), { status: 'redeemed', code: 'new' });
    stage.faults.clear();
    stage.now += 2001;
    assert.deepEqual(await verdictOf(stage, { code: 'new' }), { status: 'valid', code: 'NEW' });
    const unknown = { status: 'invalid', reason: 'unknown' };
    assert.deepEqual(await verdictOf(stage, { code: 'none' }), unknown);
  });

  it('leaves a code unchecked of a company that is new while the vendor is away', async () => {
    const stage = await createStage();
    await verdictOf(stage, { code: 'ONCE' });
    await addCompany(stage.store, { id: 'new', title: 'New', now: stage.now });
    const body = { code: 'ONCE', company: 'new' };
    stage.faults.set('/api/getCompanies', () => Promise.reject(new Error('away')));
    stage.now += 2001;
    assert.deepEqual(await verdictOf(stage, body), { status: 'unchecked' });
    stage.faults.clear();
    stage.now += 2001;
    assert.deepEqual(await verdictOf(stage, body), { status: 'invalid', reason: 'unknown' });
  });

  it('answers from the list that it has if the vendor does not answer in time', async () => {
    const stage = await createStage();
    await verdictOf(stage, { code: 'ONCE' });
    stage.faults.set(codeList, () => new Promise(() => {}));
    stage.now += 60_000;
    const startedAt = performance.now();
    const verdict = await verdictOf(stage, { code: 'ONCE' });
    assert.deepEqual(verdict, { status: 'valid', code: 'ONCE' });
    // The call itself is given up after five seconds: a visitor does not wait for that.
    assert.ok(performance.now() - startedAt < 4000);
  });

  it('answers a company that is not ours as an unknown code, without a call for its list', async () => {
    const stage = await createStage();
    const body = { code: 'WELCOME10', company: 'strangers' };
    assert.deepEqual(await verdictOf(stage, body), {
      status: 'invalid',
      reason: 'unknown',
    });
    assert.deepEqual(stage.calls, ['/api/getCompanies']);
    await addCompany(stage.store, { id: 'strangers', title: 'Now ours', now: stage.now });
    stage.now += 2001;
    await verdictOf(stage, body);
    assert.ok(stage.calls.includes(codeList));
  });

  it('takes the only company there is where none is named and none configured', async () => {
    const stage = await createStage({ company: undefined });
    const body = { code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, body), { status: 'valid', code: 'ONCE' });
    assert.deepEqual(await redeemed(stage, body), {
      status: 'redeemed',
      code: 'ONCE',
    });
    await addCompany(stage.store, { id: 'second', title: 'A second one', now: stage.now });
    stage.now += 60_000;
    assert.deepEqual(await verdictOf(stage, body), { status: 'unchecked' });
  });

  it('reveals no reason if the owner wants it coarse', async () => {
    const stage = await createStage({ promoReasons: 'coarse' });
    for (const code of ['PAUSED', 'LASTYEAR', 'nonsense']) {
      assert.deepEqual(await verdictOf(stage, { code }), {
        status: 'invalid',
        reason: 'invalid',
      });
    }
    const valid = { status: 'valid', code: 'ONCE' };
    assert.deepEqual(await verdictOf(stage, { code: 'ONCE' }), valid);
  });

  it('knows a code of as many characters as one may have, however they are stored', async () => {
    const stage = await createStage();
    const code = '𝄞🎁'.repeat(codeLengthMax / 2);
    await addCode(stage.store, { company: demoCompany, code, now: stage.now });
    assert.deepEqual(await verdictOf(stage, { code }), { status: 'valid', code });
    assert.deepEqual(await verdictOf(stage, { code: `${code}🎁` }), {
      status: 'invalid',
      reason: 'unknown',
    });
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
