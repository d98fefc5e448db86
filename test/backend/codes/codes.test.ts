import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import {
  addCode,
  type AddCodeOptions,
  addCompany,
  changeCode,
  listCodes,
  listJournal,
} from '../../../src/backend/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import { backendFixture } from '../../support/vendors/backend-fixture.ts';

let store: Store;
async function setUp(): Promise<void> {
  ({ store } = await backendFixture());
}
const add = (changes: Partial<AddCodeOptions>) =>
  addCode(store, { company: 'acme', code: 'SPRING', now: 0, ...changes });

describe('addCode()', () => {
  beforeEach(setUp);

  it('stores a code in its normal form', async () => {
    const code = await add({
      code: ' Spring\u200B–１０ ',
      limit: 5,
      timezone: 'europe/moscow',
      starts: '2026-03-01',
      ends: '2026.03.31 12:00',
    });
    assert.deepEqual(code, {
      company: 'acme',
      code: 'Spring-10',
      limit: 5,
      timezone: 'Europe/Moscow',
      starts: '2026-03-01 00:00:00',
      ends: '2026-03-31 12:00:59',
      active: true,
    });
  });

  it('has no limit and no end, in UTC, by default', async () => {
    assert.deepEqual(await add({}), {
      company: 'acme',
      code: 'SPRING',
      limit: null,
      timezone: 'UTC',
      starts: null,
      ends: null,
      active: true,
    });
  });

  it('lasts through the whole day if the end is a day', async () => {
    assert.equal((await add({ ends: '2026-02-28' })).ends, '2026-02-28 23:59:59');
    assert.equal(
      (await add({ code: 'B', ends: '2026-02-28T10:20:30' })).ends,
      '2026-02-28 10:20:30',
    );
  });

  it('refuses what makes no sense', async () => {
    const bad: readonly Partial<AddCodeOptions>[] = [
      { code: '' },
      { code: ' \u200B' },
      { code: 'x'.repeat(65) },
      { code: 'a\u0000' },
      { limit: -1 },
      { limit: 1.5 },
      { limit: Number.NaN },
      { timezone: 'Mars/Base' },
      { timezone: '' },
      { starts: '2026-02-30' },
      { ends: '0000-00-00' },
      { ends: '2026-01-01 24:00' },
      { starts: 'tomorrow' },
      { starts: '2026-01-02', ends: '2026-01-01' },
    ];
    for (const changes of bad) {
      await assert.rejects(add(changes), { failure: 'invalid' }, JSON.stringify(changes));
    }
  });

  it('tells a known code and an unknown company apart', async () => {
    await add({});
    await assert.rejects(add({ code: 'spring' }), { failure: 'duplicate' });
    await assert.rejects(add({ company: 'other' }), { failure: 'unknown' });
    await addCompany(store, { id: 'other', title: 'Other', now: 0 });
    await add({ company: 'other' });
  });
});

describe('listCodes()', () => {
  beforeEach(setUp);

  it('lists more codes than a page has, each once', async () => {
    const rows = Array.from({ length: 2500 }, (_, i) => `CODE-${i}`);
    await store.transaction().execute(async (transaction) => {
      for (const code of rows) await addCode(transaction, { company: 'acme', code, now: 0 });
    });
    const codes = (await collect(listCodes(store))).map(({ code }) => code);
    assert.deepEqual(codes.toSorted(), rows.toSorted());
  });

  it('leaves the store free while it is read', async () => {
    await add({});
    for await (const { code } of listCodes(store)) {
      await changeCode(store, { code, active: false });
    }
    assert.equal((await collect(listCodes(store)))[0]?.active, false);
  });

  it('lists one company, which must be known', async () => {
    await add({});
    await addCompany(store, { id: 'other', title: 'Other', now: 0 });
    assert.deepEqual(await collect(listCodes(store, { company: 'other' })), []);
    await assert.rejects(collect(listCodes(store, { company: 'x' })), { failure: 'unknown' });
  });
});

describe('changeCode()', () => {
  beforeEach(setUp);

  it('pauses a code and activates it, found by its key', async () => {
    await add({});
    assert.equal((await changeCode(store, { code: ' spring', active: false })).active, false);
    assert.equal((await changeCode(store, { code: 'SPRING', active: true })).active, true);
  });

  it('requires the company if several have the code', async () => {
    await add({});
    await addCompany(store, { id: 'other', title: 'Other', now: 0 });
    await add({ company: 'other' });
    const pause = { code: 'SPRING', active: false };
    await assert.rejects(changeCode(store, pause), { failure: 'invalid' });
    const paused = await changeCode(store, { ...pause, company: 'other' });
    assert.equal(paused.company, 'other');
    await assert.rejects(changeCode(store, { ...pause, code: 'X' }), { failure: 'unknown' });
  });

  it('leaves terms that are not given as they are, and removes those that are null', async () => {
    const terms = { limit: 5, timezone: 'Asia/Jakarta', starts: '2026-01-01', ends: '2026-01-31' };
    const added = await add({ ...terms, active: false });
    const change = (changes: object): Promise<unknown> =>
      changeCode(store, { code: 'spring', ...changes });
    assert.deepEqual(await change({ ends: '2026-02-28' }), {
      ...added,
      ends: '2026-02-28 23:59:59',
    });
    assert.deepEqual(await change({ limit: null, starts: null, ends: null, active: true }), {
      ...added,
      limit: null,
      starts: null,
      ends: null,
      active: true,
    });
    assert.equal((await collect(listCodes(store)))[0]?.limit, null);
  });

  it('refuses what makes no sense together with what stays', async () => {
    const added = await add({ starts: '2026-02-01', limit: 3 });
    for (const changes of [{ ends: '2026-01-31' }, { limit: -1 }, { timezone: 'Mars/Base' }]) {
      await assert.rejects(changeCode(store, { code: 'SPRING', ...changes }), {
        failure: 'invalid',
        message: /^Cannot change promo code "SPRING": /,
      });
    }
    assert.deepEqual(await collect(listCodes(store)), [added]);
  });

  it('pauses a code with an unknown time zone, and gives it another one', async () => {
    await add({ ends: '2026-02-28' });
    await store.updateTable('promo_codes').set({ timezone: 'Mars/Base' }).execute();
    assert.equal((await changeCode(store, { code: 'SPRING', active: false })).active, false);
    await assert.rejects(changeCode(store, { code: 'SPRING', limit: 1 }), { failure: 'invalid' });
    const mended = await changeCode(store, { code: 'SPRING', timezone: 'utc' });
    assert.deepEqual([mended.timezone, mended.active], ['UTC', false]);
  });
});

describe('listJournal()', () => {
  beforeEach(setUp);

  it('finds a code without regard to case, and a company', async () => {
    const entry = { at: 0, used: 1, reason: null };
    const entries = [
      { ...entry, company_id: 'acme', code: 'ÄPFEL' },
      { ...entry, company_id: 'b', code: 'äpfel' },
      { ...entry, company_id: 'acme', code: 'X' },
    ];
    await store.insertInto('journal').values(entries).execute();
    assert.equal((await collect(listJournal(store))).length, 3);
    assert.equal((await collect(listJournal(store, { code: 'Äpfel' }))).length, 2);
    const own = await collect(listJournal(store, { code: 'äpfel', company: 'acme' }));
    assert.deepEqual(
      own.map(({ code }) => code),
      ['ÄPFEL'],
    );
  });
});
