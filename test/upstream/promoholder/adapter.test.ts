import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { FetchHandler } from '../../../src/contract/fetch-handler.ts';
import { UpstreamError } from '../../../src/upstream/failure.ts';
import type { PromoCode, PromoCodeUpstream } from '../../../src/upstream/ports.ts';
import { promoholder } from '../../../src/upstream/promoholder/adapter.ts';

const token = 'canary&token=1';
const { signal } = new AbortController();
const check = { company: 'acme', code: 'SPRING' };

/** The adapter, with a vendor that answers every call with one body. */
function answering(body: unknown, status = 200): PromoCodeUpstream {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const fetch: FetchHandler = () => Promise.resolve(new Response(text, { status }));
  return promoholder({ baseUrl: 'https://vendor.example', token, fetch });
}

async function list(msg: unknown, company = 'acme'): Promise<readonly PromoCode[]> {
  return Array.from(await answering({ type: 'success', msg }).list(company, signal));
}

describe('promoholder().redeem()', () => {
  it('passes each value as one parameter, whatever is in it', async () => {
    let url = '';
    const fetch: FetchHandler = (request) => {
      url = request.url;
      return Promise.resolve(Response.json({ type: 'success', msg: true }));
    };
    const upstream = promoholder({ baseUrl: 'https://vendor.example/v/', token, fetch });
    await upstream.redeem({ company: 'a', code: 'A&token=x&company=9 +%41' }, signal);
    const { pathname, searchParams } = new URL(url);
    assert.equal(pathname, '/v/api/checkPromocode');
    assert.deepEqual(Array.from(searchParams), [
      ['token', token],
      ['company', 'a'],
      ['code', 'A&token=x&company=9 +%41'],
    ]);
  });

  it('takes true for a redemption, and nothing similar', async () => {
    const redeemed = await answering({ type: 'success', msg: true }).redeem(check, signal);
    assert.deepEqual(redeemed, { status: 'redeemed' });
    for (const msg of ['true', 1, null, {}, [true], undefined]) {
      const call = answering({ type: 'success', msg }).redeem(check, signal);
      await assert.rejects(call, { failure: 'in_doubt' }, JSON.stringify(msg));
    }
  });

  it('maps each reason without regard to case and spaces', async () => {
    const reasons = [
      ['Promocode not found', 'unknown'],
      ['Promocode is not active', 'inactive'],
      ['Promocode has not started yet', 'not_started'],
      ['promocode  HAS expired ', 'expired'],
      ['Promocode limit is reached', 'exhausted'],
      ['The moon is full', 'other'],
      ['', 'other'],
      [undefined, 'other'],
      [7, 'other'],
    ] as const;
    for (const [reason, expected] of reasons) {
      const refused = await answering({ type: 'success', msg: false, reason }).redeem(
        check,
        signal,
      );
      assert.equal(refused.status === 'refused' && refused.reason, expected);
    }
  });

  it("keeps the vendor's own text, without our token", async () => {
    const reason = `No\r\n${token} today`;
    const refused = await answering({ type: 'success', msg: false, reason }).redeem(check, signal);
    assert.equal(refused.status === 'refused' && refused.text, 'No … today');
  });

  it('knows that an error used no code', async () => {
    const errors = [
      ['Token not passed', 'auth'],
      ['invalid token ', 'auth'],
      ['Company not found', 'setup'],
      ['Code not passed', 'setup'],
      ['Out of cheese', 'setup'],
      [null, 'setup'],
      [undefined, 'setup'],
    ] as const;
    for (const [msg, failure] of errors) {
      await assert.rejects(
        answering({ type: 'error', msg }).redeem(check, signal),
        { failure },
        String(msg),
      );
    }
  });

  it("lets a body in the vendor's words decide before the HTTP status", async () => {
    const used = await answering({ type: 'success', msg: true }, 500).redeem(check, signal);
    assert.equal(used.status, 'redeemed');
    const known = answering({ type: 'error', msg: 'Invalid token' }, 503).redeem(check, signal);
    await assert.rejects(known, { failure: 'auth' });
    const unknown = answering({ type: 'error', msg: 'Server error' }, 503).redeem(check, signal);
    await assert.rejects(unknown, { failure: 'in_doubt' });
  });

  it('throws only UpstreamError at any reply, and never reveals the token', async () => {
    const anyReply = fc.oneof(
      fc.string(),
      fc.json(),
      fc.record({
        type: fc.oneof(fc.constantFrom('success', 'error'), fc.jsonValue()),
        msg: fc.oneof(fc.boolean(), fc.constant(`no ${token}`), fc.jsonValue()),
        reason: fc.jsonValue(),
      }),
      fc.constant(`${'['.repeat(30_000)}${']'.repeat(30_000)}`),
    );
    const property = fc.asyncProperty(
      anyReply,
      fc.integer({ min: 200, max: 599 }),
      async (body, status) => {
        const bodiless = status === 204 || status === 205 || status === 304;
        const upstream = answering(body, bodiless ? 200 : status);
        for (const call of [
          upstream.redeem(check, signal),
          upstream.list('acme', signal),
          upstream.companies(signal),
        ]) {
          try {
            await call;
          } catch (error) {
            assert.ok(error instanceof UpstreamError);
            assert.doesNotMatch(error.message, /canary|vendor\.example/);
          }
        }
      },
    );
    await fc.assert(property);
  });
});

describe('promoholder().list()', () => {
  const entry = {
    code: 'A',
    limit: 3,
    timezone: 'UTC',
    dtime_s: null,
    dtime_f: null,
    active: true,
  };

  it('finds nothing in null, [] and {}', async () => {
    for (const msg of [null, [], {}, { acme: null }, { acme: [] }]) {
      assert.deepEqual(await list(msg), []);
    }
  });

  it('leaves it in doubt if there is no list', async () => {
    for (const msg of ['none', true, 0, undefined]) {
      await assert.rejects(list(msg), { failure: 'in_doubt' });
    }
  });

  it("reads its own company's codes and no other's", async () => {
    const codes = await list({ other: [{ ...entry, code: 'B' }], acme: [entry] });
    assert.deepEqual(codes, [
      { code: 'A', usesLeft: 3, timezone: 'UTC', startsAt: null, endsAt: null, active: true },
    ]);
    assert.deepEqual(await list({}, 'constructor'), []);
  });

  it('reads what PHP makes of numbers, flags and arrays', async () => {
    const codes = await list({
      acme: { 0: { code: 'A', limit: '7', active: '1' }, 2: { code: 'B', limit: -1, active: 0 } },
    });
    assert.deepEqual(codes, [
      { code: 'A', usesLeft: 7, timezone: '', startsAt: null, endsAt: null, active: true },
      { code: 'B', usesLeft: 0, timezone: '', startsAt: null, endsAt: null, active: false },
    ]);
  });

  it('leaves out entries that are not promo codes, and keeps the rest', async () => {
    const bad = [null, 7, 'A', [], {}, { ...entry, code: '' }, { ...entry, limit: 'all' }];
    const worse = [
      { ...entry, active: 2 },
      { ...entry, active: 'yes' },
      { ...entry, dtime_s: -1 },
    ];
    const codes = await list({ acme: [...bad, entry, ...worse] });
    assert.deepEqual(
      codes.map(({ code }) => code),
      ['A'],
    );
  });

  it('counts the codes that nobody can use for the owner, and says what is wrong with the first', async () => {
    const faultsOf = async (...codes: object[]): Promise<unknown> =>
      (await answering({ type: 'success', msg: { acme: codes } }).list('acme', signal)).faults;
    const nowhere = { ...entry, timezone: 'Mars/Base' };
    const never = { ...entry, code: `A ${token}`, dtime_s: '2026-02-30 00:00:00' };
    const unreadable = { ...entry, code: 20_240, limit: 1.5, active: 'true' };
    assert.deepEqual(await faultsOf(entry, unreadable, nowhere, never, {}), {
      count: 4,
      first: '"20240": cannot read limit, active',
    });
    for (const [code, first] of [
      [nowhere, '"A": unknown time zone "Mars/Base"'],
      [never, '"A …": no such date or time: "2026-02-30 00:00:00"'],
      [{ ...entry, code: 'A'.repeat(65) }, `"${'A'.repeat(65)}": longer than 64 characters`],
      [{ ...entry, code: '' }, 'an entry without a code: cannot read code'],
      [[], 'an entry without a code: cannot read it'],
    ] as const) {
      assert.deepEqual(await faultsOf(code), { count: 1, first });
    }
    assert.equal(await faultsOf(entry, { ...nowhere, active: false }), undefined);
  });

  it('reads a code that PHP took for a number', async () => {
    const [code] = await list({ acme: [{ ...entry, code: 20_240 }] });
    assert.equal(code?.code, '20240');
  });

  it('reads a list that is longer than any other reply', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ ...entry, code: `CODE-${i}` }));
    assert.equal((await list({ acme: many })).length, 5000);
  });

  it('names the fields of an entry that it cannot read', async () => {
    const { list: listOf } = answering({ type: 'success', msg: 'A'.repeat(70_000) });
    await assert.rejects(async () => listOf('acme', signal), /too long a part/);
  });
});

describe('promoholder().companies()', () => {
  it('reads companies, and leaves out entries that are not companies', async () => {
    const msg = [
      { ID: 'a', title: 'A', promocodes: { all: 3, active: '2', deactive: 1 } },
      { ID: 7, title: null },
      { ID: 'n', title: 2026, promocodes: null },
      { title: 'nobody' },
      'x',
    ];
    assert.deepEqual(await answering({ type: 'success', msg }).companies(signal), [
      { id: 'a', title: 'A', codes: { all: 3, active: 2, inactive: 1 } },
      { id: '7', title: '7', codes: { all: 0, active: 0, inactive: 0 } },
      { id: 'n', title: 'n', codes: { all: 0, active: 0, inactive: 0 } },
    ]);
    assert.deepEqual(await answering({ type: 'success', msg: null }).companies(signal), []);
  });
});
