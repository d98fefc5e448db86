import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import * as fc from 'fast-check';
import {
  addCode,
  addCompany,
  listJournal,
  revokeToken,
  toCodeRow,
} from '../../src/backend/index.ts';
import { collect } from '../support/collect.ts';
import { type BackendFixture, backendFixture } from '../support/vendors/backend-fixture.ts';

let backend: BackendFixture;
async function setUp(): Promise<void> {
  backend = await backendFixture();
}

async function get(path: string, init?: RequestInit): Promise<Response> {
  return backend.fetch(new Request(`http://localhost/api/${path}`, init));
}

async function json(path: string): Promise<unknown> {
  const response = await get(path);
  assert.equal(response.status, 200);
  return response.json();
}

const error = (msg: string): unknown => ({ type: 'error', msg });
const refused = (reason: string): unknown => ({ type: 'success', msg: false, reason });
const used = { type: 'success', msg: true, reason: null };
const auth = 'token=canary-token';

async function journal(): Promise<readonly unknown[]> {
  return collect(listJournal(backend.store));
}

describe('GET /api/checkPromocode', () => {
  beforeEach(setUp);

  it('answers each error of the document in its order, and records none', async () => {
    const errors = [
      ['', 'Token not passed'],
      ['token=', 'Token not passed'],
      ['token=a&token=canary-token', 'Token not passed'],
      ['token[]=canary-token', 'Token not passed'],
      ['token=other&company=acme&code=A', 'Invalid token'],
      [auth, 'Company not passed'],
      [`${auth}&company=&code=A`, 'Company not passed'],
      [`${auth}&company=acme&company=acme`, 'Company not passed'],
      [`${auth}&company=ACME&code=A`, 'Company not found'],
      [`${auth}&company=-1&code=A`, 'Company not found'],
      [`${auth}&company=%00&code=A`, 'Company not found'],
      [`${auth}&company=acme`, 'Code not passed'],
      [`${auth}&company=acme&code=%20+`, 'Code not passed'],
      [`${auth}&company=acme&code[]=A`, 'Code not passed'],
      [`${auth}&company=acme&code[$ne]=A`, 'Code not passed'],
      [`${auth}&company=acme&code=A&code=B`, 'Code not passed'],
      [`${auth}&company=acme&code=%ED%A0%80`, 'Code not passed'],
    ] as const;
    for (const [query, msg] of errors) {
      assert.deepEqual(await json(`checkPromocode?${query}`), error(msg), query);
    }
    assert.deepEqual(await journal(), []);
  });

  it('takes one use, says so, and records it', async () => {
    const { store, clock } = backend;
    await addCode(store, { company: 'acme', code: 'Two-2', limit: 2, now: clock.now });
    const check = `checkPromocode?${auth}&company=acme&code=two-2`;
    assert.deepEqual(await json(check), used);
    assert.deepEqual(await json(check), used);
    assert.deepEqual(await json(check), refused('Promocode limit is reached'));
    const entry = { at: '2026-06-15T12:00:00.000Z', company: 'acme', code: 'Two-2' };
    assert.deepEqual(await journal(), [
      { ...entry, used: true, reason: null },
      { ...entry, used: true, reason: null },
      { ...entry, used: false, reason: 'Promocode limit is reached' },
    ]);
  });

  it('refuses by the local time of the code, and records the reason', async () => {
    const { store, clock } = backend;
    const code = { company: 'acme', timezone: 'Asia/Jakarta', now: clock.now };
    await addCode(store, { ...code, code: 'LATE', starts: '2026-06-15 19:00:01' });
    await addCode(store, { ...code, code: 'OVER', ends: '2026-06-15 18:59:59' });
    await addCode(store, { ...code, code: 'OFF', active: false });
    const reasons = [
      ['LATE', 'Promocode has not started yet'],
      ['OVER', 'Promocode has expired'],
      ['OFF', 'Promocode is not active'],
      ['NONE', 'Promocode not found'],
    ] as const;
    for (const [name, reason] of reasons) {
      assert.deepEqual(
        await json(`checkPromocode?${auth}&company=acme&code=${name}`),
        refused(reason),
      );
    }
    clock.now += 1000;
    assert.deepEqual(await json(`checkPromocode?${auth}&company=acme&code=LATE`), used);
    assert.equal((await journal()).length, 5);
  });

  it('decodes a code once, + and %20 as a space, and finds it by its key', async () => {
    const { store, clock } = backend;
    await addCode(store, { company: 'acme', code: 'SAVE 10 %41', now: clock.now });
    for (const code of ['save+10+%2541', 'SAVE%2010%20%2541', '%20Save%2010%20%2541%E2%80%8B']) {
      assert.deepEqual(await json(`checkPromocode?${auth}&company=acme&code=${code}`), used);
    }
    for (const code of ['SAVE+10+A', '%25', '_', '*', 'SAVE%25', "'%20OR%201=1--"]) {
      const answer = await json(`checkPromocode?${auth}&company=acme&code=${code}`);
      assert.deepEqual(answer, refused('Promocode not found'));
    }
  });

  it('refuses a code that is too long or unprintable as unknown, and records a part of it', async () => {
    for (const code of ['x'.repeat(65), 'x'.repeat(10_000), 'a%00b']) {
      const answer = await json(`checkPromocode?${auth}&company=acme&code=${code}`);
      assert.deepEqual(answer, refused('Promocode not found'));
    }
    const [long, , control] = await collect(listJournal(backend.store));
    assert.equal(long?.code, 'x'.repeat(64));
    assert.equal(control?.code, 'a\uFFFDb');
  });

  it('does nothing for another method', async () => {
    await addCode(backend.store, { company: 'acme', code: 'ONE', limit: 1, now: 0 });
    const check = `checkPromocode?${auth}&company=acme&code=ONE`;
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const response = await get(check, { method });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'GET');
    }
    assert.deepEqual(await journal(), []);
    assert.deepEqual(await json(check), used);
  });

  it('ignores conditional and range headers', async () => {
    await addCode(backend.store, { company: 'acme', code: 'ONE', limit: 1, now: 0 });
    const headers = { 'if-none-match': '*', range: 'bytes=0-0' };
    const response = await get(`checkPromocode?${auth}&company=acme&code=ONE`, { headers });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.deepEqual(await response.json(), used);
    assert.equal((await journal()).length, 1);
  });

  it('refuses a revoked token', async () => {
    await revokeToken(backend.store, { name: 'test', now: backend.clock.now });
    assert.deepEqual(await json(`getCompanies?${auth}`), error('Invalid token'));
  });

  it('answers any query with 200', async () => {
    const parameter = fc.tuple(
      fc.oneof(fc.constantFrom('token', 'company', 'code', 'code[]'), fc.string()),
      fc.oneof(fc.constantFrom('canary-token', 'acme'), fc.string({ unit: 'binary' })),
    );
    const property = fc.asyncProperty(fc.array(parameter), async (parameters) => {
      const query = new URLSearchParams(parameters.map(([name, value]) => [name, value]));
      await json(`checkPromocode?${query.toString()}`);
    });
    await fc.assert(property);
  });
});

describe('GET /api/getCompanies', () => {
  beforeEach(setUp);

  it('counts the codes of each company by their flag', async () => {
    const { store } = backend;
    await addCompany(store, { id: 'b', title: 'B', now: backend.clock.now + 1 });
    await addCode(store, { company: 'acme', code: 'X', ends: '2020-01-01', now: 0 });
    await addCode(store, { company: 'acme', code: 'Y', limit: 0, now: 0 });
    await addCode(store, { company: 'acme', code: 'Z', active: false, now: 0 });
    assert.deepEqual(await json(`getCompanies?${auth}`), {
      type: 'success',
      msg: [
        { ID: 'acme', title: 'Acme', promocodes: { all: 3, active: 2, deactive: 1 } },
        { ID: 'b', title: 'B', promocodes: { all: 0, active: 0, deactive: 0 } },
      ],
    });
  });

  it('is null if there is no company', async () => {
    await backend.store.deleteFrom('companies').execute();
    assert.deepEqual(await json(`getCompanies?${auth}`), { type: 'success', msg: null });
  });
});

describe('GET /api/getPromocodes', () => {
  beforeEach(setUp);

  it('groups all codes by company, or returns those of one', async () => {
    const { store } = backend;
    await addCompany(store, { id: 'b', title: 'B', now: 0 });
    await addCode(store, {
      company: 'acme',
      code: 'Full',
      limit: 3,
      timezone: 'Europe/Moscow',
      starts: '2026.01.01',
      ends: '2026-12-31 10:00',
      now: 0,
    });
    await addCode(store, { company: 'acme', code: 'bare', active: false, now: 0 });
    await addCode(store, { company: 'b', code: 'other', now: 0 });
    const none = { limit: null, timezone: 'UTC', dtime_s: null, dtime_f: null };
    const acme = [
      { code: 'bare', ...none, active: false },
      {
        code: 'Full',
        limit: 3,
        timezone: 'Europe/Moscow',
        dtime_s: '2026-01-01 00:00:00',
        dtime_f: '2026-12-31 10:00:59',
        active: true,
      },
    ];
    const b = [{ code: 'other', ...none, active: true }];
    const all = { type: 'success', msg: { acme, b } };
    assert.deepEqual(await json(`getPromocodes?${auth}`), all);
    assert.deepEqual(await json(`getPromocodes?${auth}&company=`), all);
    assert.deepEqual(await json(`getPromocodes?${auth}&company=b`), {
      type: 'success',
      msg: { b },
    });
  });

  it('answers others while it writes a long list', async () => {
    const rows = Array.from({ length: 1500 }, (_, n) =>
      toCodeRow('acme', 0, { code: `CODE-${n}` }),
    );
    for (const half of [rows.slice(750), rows.slice(0, 750)]) {
      await backend.store.insertInto('promo_codes').values(half).execute();
    }
    let turns = 0;
    let isWritten = false;
    const count = (): void => {
      turns += 1;
      if (!isWritten) setImmediate(count);
    };
    setImmediate(count);
    const text = await (await get(`getPromocodes?${auth}`)).text();
    isWritten = true;
    assert.equal(text.split('"code":').length - 1, rows.length);
    assert(turns >= 4, `${turns} turns for ${text.length} characters`);
  });

  it('is null if there is no code, and an error if there is no company', async () => {
    assert.deepEqual(await json(`getPromocodes?${auth}`), { type: 'success', msg: null });
    assert.deepEqual(await json(`getPromocodes?${auth}&company=x`), error('Company not found'));
    const twice = await json(`getPromocodes?${auth}&company=acme&company=x`);
    assert.deepEqual(twice, error('Company not passed'));
  });
});
