import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnerCompanies } from '../../src/contract/owner/codes.ts';
import { UpstreamError } from '../../src/upstream/failure.ts';
import type { PromoCode, PromoCodeUpstream } from '../../src/upstream/ports.ts';
import { codeList, countOf } from '../support/proxy/vendor-calls.ts';
import { codes, company, createOwnerStage, vendorCodes } from './owner-stage.ts';

describe('/v1/owner/codes with the codes of a vendor', () => {
  it('shows the codes of a real promoholder page by page, and cannot change them', async () => {
    const stage = await createOwnerStage({ providers: vendorCodes });
    const reply = await stage.call('GET', '/companies');
    const { companies, read_only } = (await reply.json()) as OwnerCompanies;
    assert.deepEqual([companies.map(({ id }) => id), read_only], [[company], true]);
    const first = await codes(stage, '&limit=3');
    const rest = await codes(stage, `&limit=3&after=${first.next}`);
    assert.deepEqual(
      [...first.codes, ...rest.codes].map(({ code, state }) => `${code} ${state}`),
      [
        'LASTYEAR expired',
        'NEXTYEAR not_started',
        'ONCE valid',
        'PAUSED inactive',
        'WELCOME10 valid',
      ],
    );
    assert.equal(rest.next, null);
    assert.equal((await codes(stage, '&search=wel')).codes.length, 1);
    assert.equal(countOf(stage, codeList), 1);
    for (const [method, path] of [
      ['POST', '/companies'],
      ['POST', '/codes'],
      ['PATCH', '/codes'],
      ['POST', '/codes/generate'],
      ['POST', '/codes/end'],
      ['POST', '/codes/activity'],
      ['GET', '/journal?company=demo-company'],
      ['GET', '/codes/export?company=demo-company'],
    ] as const) {
      assert.equal((await stage.call(method, path)).status, 404, path);
    }
  });

  it('shows a long list of a vendor in its order, a page at a time', async () => {
    const names = Array.from({ length: 5000 }, (_, n) => `CODE-${(n * 7919) % 5000}`);
    const rest = { usesLeft: null, timezone: 'UTC', startsAt: null, endsAt: null, active: true };
    let turns = 0;
    const upstream: Pick<PromoCodeUpstream, 'list'> = {
      list: async () => names.map((code) => ({ code, ...rest })),
    };
    const stage = await createOwnerStage({
      providers: vendorCodes,
      promoCodes: upstream as PromoCodeUpstream,
      nextTurn: async () => void (turns += 1),
    });
    const shown: string[] = [];
    for (let after = ''; shown.length < 1000;) {
      const page = await codes(stage, `&limit=100&search=code-1${after && `&after=${after}`}`);
      shown.push(...page.codes.map(({ code }) => code));
      after = page.next ?? '';
    }
    const expected = names.filter((name) => name.startsWith('CODE-1')).toSorted();
    assert.deepEqual(shown, expected.slice(0, 1000));
    assert.equal(turns, 20, 'two for each page');
    // All but three of twenty-one codes are dropped at the last one, and yet there is a next page.
    const { next } = await codes(stage, '&limit=2&search=code-12&after=code-128');
    assert.equal(next, 'code-1281');
  });

  it('shows a code that a vendor lists in two spellings once, as it is used', async () => {
    const codeOf = (code: string, usesLeft: number): PromoCode => {
      return { code, usesLeft, timezone: 'UTC', startsAt: null, endsAt: null, active: true };
    };
    const listed = ['A', 'spring', 'B', 'SPRING'].map(codeOf);
    const upstream: Pick<PromoCodeUpstream, 'list'> = { list: async () => listed };
    const promoCodes = upstream as PromoCodeUpstream;
    const stage = await createOwnerStage({ providers: vendorCodes, promoCodes });
    const { codes: first, next } = await codes(stage, '&limit=3');
    assert.deepEqual(
      first.map(({ code, limit }) => [code, limit]),
      [
        ['A', 0],
        ['B', 2],
        ['SPRING', 3],
      ],
    );
    assert.equal(next, null);
  });

  it('says that the vendor does not answer, and asks it again on the next call', async () => {
    const stage = await createOwnerStage({ providers: vendorCodes });
    stage.faults.set(codeList, () => Promise.resolve(new Response('', { status: 503 })));
    assert.equal((await stage.call('GET', `/codes?company=${company}`)).status, 503);
    stage.faults.clear();
    assert.equal((await codes(stage, '')).codes.length, 5);
  });

  it('says when to ask a vendor again, and what is wrong if that does not help', async () => {
    for (const [kind, failure, wait, words] of [
      ['vendor', 'busy', '5', /^The promo codes cannot be listed: refused\.$/],
      ['vendor', 'in_doubt', '5', /^The promo codes cannot be listed: refused\.$/],
      ['vendor', 'auth', null, /refused\. Correct the settings; "promo-lead doctor"/],
      ['vendor', 'setup', null, /refused\. Correct the settings; "promo-lead doctor"/],
      ['file', 'not_sent', null, /refused\. Correct the file; "promo-lead doctor"/],
    ] as const) {
      const upstream: Pick<PromoCodeUpstream, 'list'> = {
        list: () => Promise.reject(new UpstreamError(failure, 'refused')),
      };
      const promoCodes = upstream as PromoCodeUpstream;
      const providers = { ...vendorCodes, promo_codes: { kind, name: kind } };
      const stage = await createOwnerStage({ providers, promoCodes });
      const reply = await stage.call('GET', `/codes?company=${company}`);
      assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, wait]);
      const { detail } = (await reply.json()) as { readonly detail: string };
      assert.match(detail, words);
    }
  });
});
