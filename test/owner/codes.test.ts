import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeCode } from '../../src/backend/index.ts';
import type { OwnerCodePage, OwnerCompanies, OwnerUses } from '../../src/contract/owner/codes.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { check } from '../support/proxy/vendor-calls.ts';
import { codes, company, createOwnerStage, sendLead, vendorCodes } from './owner-stage.ts';

describe('/v1/owner/companies', () => {
  it('lists companies with their codes counted, and adds one', async () => {
    const stage = await createOwnerStage();
    stage.now += 1;
    const added = await stage.call('POST', '/companies', { title: 'Second' });
    assert.equal(added.status, 201);
    const { companies } = (await (await stage.call('GET', '/companies')).json()) as OwnerCompanies;
    assert.deepEqual(
      companies.map(({ id, codes: { all, active } }) => [id === company, all, active]),
      [
        [true, 5, 4],
        [false, 0, 0],
      ],
    );
    const refused = await stage.call('POST', '/companies', { title: ' ' });
    assert.equal(refused.status, 422);
    const { detail } = (await refused.json()) as { readonly detail: string };
    assert.match(detail, /^Cannot add company: its title is empty/);
  });
});

describe('/v1/owner/codes', () => {
  it('lists codes page by page, all or with a prefix', async () => {
    const stage = await createOwnerStage();
    const seen: string[] = [];
    let page = await codes(stage, '&limit=2');
    for (;;) {
      seen.push(...page.codes.map(({ code, state }) => `${code} ${state}`));
      if (page.next === null) break;
      page = await codes(stage, `&limit=2&after=${encodeURIComponent(page.next)}`);
    }
    assert.deepEqual(seen, [
      'LASTYEAR expired',
      'NEXTYEAR not_started',
      'ONCE valid',
      'PAUSED inactive',
      'WELCOME10 valid',
    ]);
    assert.deepEqual(
      (await codes(stage, '&search=wel')).codes.map(({ code }) => code),
      ['WELCOME10'],
    );
    assert.deepEqual((await codes(stage, '&search=%25')).codes, [], '% is no wildcard');
    assert.equal((await stage.call('GET', '/codes?company=none')).status, 404);
  });

  it('adds a code that visitors can use, and explains what is wrong with one', async () => {
    const stage = await createOwnerStage();
    const add = (fields: object): Promise<Response> =>
      stage.call('POST', '/codes', { company, ...fields });
    const reply = await add({
      code: 'AUTUMN',
      limit: 3,
      timezone: 'Asia/Jakarta',
      ends: '2027-01-31',
    });
    assert.equal(reply.status, 201);
    assert.deepEqual(await reply.json(), {
      company,
      code: 'AUTUMN',
      limit: 3,
      held: 0,
      timezone: 'Asia/Jakarta',
      starts: null,
      ends: '2027-01-31 23:59:59',
      active: true,
      state: 'valid',
    });
    const verdict = await stage.post('/v1/promo-codes/validate', { code: 'autumn' });
    assert.equal(((await verdict.json()) as { status: string }).status, 'valid');
    assert.equal((await add({ code: 'autumn' })).status, 409);
    for (const fields of [
      { code: '' },
      { code: 'A', limit: -1 },
      { code: 'A', timezone: 'Mars/Olympus' },
      { code: 'A', starts: '2027-02-01', ends: '2027-01-01' },
      { code: 'A', starts: 'soon' },
    ]) {
      const refused = await add(fields);
      assert.equal(refused.status, 422, JSON.stringify(fields));
      assert.match(((await refused.json()) as { detail: string }).detail, /^Cannot (?:add|read) /);
    }
  });

  it('pauses a code and activates it again', async () => {
    const stage = await createOwnerStage();
    const change = async (active: boolean): Promise<string> => {
      await stage.call('PATCH', '/codes', { company, code: 'WELCOME10', active });
      stage.now += 60_000;
      const reply = await stage.post('/v1/promo-codes/validate', { code: 'WELCOME10' });
      return ((await reply.json()) as { status: string }).status;
    };
    assert.equal(await change(false), 'invalid');
    assert.equal(await change(true), 'valid');
    const unknown = { company, code: 'NONE', active: true };
    assert.equal((await stage.call('PATCH', '/codes', unknown)).status, 404);
  });

  it('extends a code that has ended, and records how', async () => {
    const stage = await createOwnerStage();
    const change = (terms: object): Promise<Response> =>
      stage.call('PATCH', '/codes', { company, code: 'LASTYEAR', ...terms });
    const reply = await change({ ends: null, limit: 2 });
    const { state, limit, starts } = (await reply.json()) as OwnerCodePage['codes'][number];
    assert.deepEqual([reply.status, state, limit], [200, 'valid', 2]);
    assert.notEqual(starts, null);
    stage.now += 60_000;
    const verdict = await stage.post('/v1/promo-codes/validate', { code: 'LASTYEAR' });
    assert.equal(((await verdict.json()) as { status: string }).status, 'valid');
    const refused = await change({ ends: 'soon' });
    assert.equal(refused.status, 422);
    assert.match(((await refused.json()) as { detail: string }).detail, /^Cannot read time "soon"/);
    assert.equal((await change({ limit: 2, ending: '2030-01-01' })).status, 400);
    assert.equal((await change({})).status, 422, 'nothing is to be changed');
    const { entries } = (await (await stage.call('GET', '/audit')).json()) as OwnerAuditPage;
    assert.deepEqual(
      entries.slice(0, 2).map(({ action, subject, outcome }) => [action, subject, outcome]),
      [
        ['code.change', `${company}/LASTYEAR: ends soon`, 'refused'],
        ['code.change', `${company}/LASTYEAR: limit 2, ends none`, null],
      ],
    );
  });

  it('refuses an empty time, and never treats it as none', async () => {
    const stage = await createOwnerStage();
    const code = 'LASTYEAR';
    for (const [method, path, terms] of [
      ['PATCH', '/codes', { code, ends: '' }],
      ['PATCH', '/codes', { code, starts: '', limit: 2 }],
      ['POST', '/codes', { code: 'NEW', ends: '' }],
      ['POST', '/codes/generate', { count: 1, starts: '' }],
    ] as const) {
      const refused = await stage.call(method, path, { company, ...terms });
      assert.equal(refused.status, 422, JSON.stringify(terms));
      const field = 'ends' in terms ? 'ends' : 'starts';
      const errors = [{ field, code: 'required' }];
      assert.partialDeepStrictEqual(await refused.json(), { type: 'invalid-fields', errors });
    }
    const { codes: found } = await codes(stage, '&search=lastyear');
    assert.deepEqual(
      found.map(({ state }) => state),
      ['expired'],
    );
    await assert.rejects(changeCode(stage.store, { code, ends: '' }), /Cannot read time ""/);
  });

  it('makes many codes by a pattern, up to as many as fit it', async () => {
    const stage = await createOwnerStage();
    const make = (count: number): Promise<Response> =>
      stage.call('POST', '/codes/generate', { company, count, pattern: 'GIFT-#', limit: 1 });
    const { codes: made } = (await (await make(5)).json()) as { readonly codes: string[] };
    assert.equal(new Set(made).size, 5);
    assert((await codes(stage, '&search=gift')).codes.every(({ limit }) => limit === 1));
    const refused = await make(31);
    assert.equal(refused.status, 422);
    assert.match(((await refused.json()) as { detail: string }).detail, /26 left, 31 are wanted/);
    assert.equal((await make(10_001)).status, 422);
  });

  for (const promoholder of [true, false]) {
    const whose = promoholder ? 'the embedded' : 'a real';
    it(`shows the state that visitors see of a code of ${whose} promoholder that leads hold`, async () => {
      const stage = await createOwnerStage(promoholder ? {} : { providers: vendorCodes });
      await sendLead(stage, 'first-lead', { promo_code: 'once' });
      await sendLead(stage, 'other-lead', { promo_code: 'WELCOME10', phone: '62899999999' });
      const reply = await stage.post('/v1/promo-codes/validate', { code: 'ONCE' });
      const verdict = (await reply.json()) as { readonly reason: string };
      assert.equal(verdict.reason, 'exhausted');
      const shown = async (): Promise<readonly unknown[]> =>
        (await codes(stage, '')).codes
          .filter(({ code }) => code === 'ONCE' || code === 'WELCOME10')
          .map(({ limit, held, state }) => [limit, held, state]);
      const unlimited = [null, 0, 'valid'];
      assert.deepEqual(await shown(), [[1, 1, 'exhausted'], unlimited]);
      await stage.work();
      stage.now += 60_000;
      assert.deepEqual(await shown(), [[0, 0, 'exhausted'], unlimited]);
    });
  }

  it('answers a change of a code with how many of its uses leads hold', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'first-lead', { promo_code: 'ONCE' });
    const change = async (terms: object): Promise<readonly unknown[]> => {
      const reply = await stage.call('PATCH', '/codes', { company, code: 'once', ...terms });
      const { limit, held, state } = (await reply.json()) as OwnerCodePage['codes'][number];
      return [limit, held, state];
    };
    assert.deepEqual(await change({ limit: 2 }), [2, 1, 'valid']);
    assert.deepEqual(await change({ limit: 0 }), [0, 1, 'exhausted']);
    assert.deepEqual(await change({ limit: null }), [null, 0, 'valid']);
  });
});

describe('/v1/owner/uses', () => {
  it('shows a use in doubt until a person settles it', async () => {
    const stage = await createOwnerStage();
    stage.faults.set(check, () => Promise.resolve(new Response('<html>')));
    const ref = await sendLead(stage, 'one-lead', { promo_code: 'ONCE' });
    await stage.work();
    const list = async (): Promise<OwnerUses['uses']> =>
      ((await (await stage.call('GET', '/uses')).json()) as OwnerUses).uses;
    const [use] = await list();
    assert.deepEqual([use?.code, use?.state, use?.lead], ['ONCE', 'unconfirmed', ref]);
    const path = `/uses/${encodeURIComponent(use?.id ?? '')}`;
    assert.equal((await stage.call('POST', `${path}/retry`)).status, 409, 'never sent twice');
    assert.equal((await stage.call('POST', `${path}/settle`, { state: 'redeemed' })).status, 204);
    assert.deepEqual(await list(), []);
    assert.equal((await stage.call('POST', '/uses/none/settle', { state: 'refused' })).status, 404);
  });
});
