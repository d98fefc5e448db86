import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CodeLists } from '../../../src/proxy/codes/code-lists.ts';
import type { Log } from '../../../src/proxy/index.ts';
import type { PromoCode, PromoCodeUpstream } from '../../../src/upstream/ports.ts';

interface Clock {
  now: number;
  /** How long it takes to list the codes. */
  listMs: number;
  /** When the vendor answers. */
  until: Promise<void> | undefined;
}

/** A vendor with `size` codes; how often its list was loaded, and a clock. */
function vendorWith(size: number): {
  readonly calls: { lists: number; companies: number };
  /** Their ids. */
  readonly companies: string[];
  readonly clock: Clock;
  /** How many others of the list nobody can use. */
  readonly bad: { count: number };
  readonly lists: CodeLists;
  /** Their events. */
  readonly warnings: readonly string[];
} {
  const rest = { usesLeft: null, timezone: 'UTC', startsAt: null, endsAt: null, active: true };
  const codes = Array.from({ length: size }, (_, n): PromoCode => ({ code: `C-${n}`, ...rest }));
  const calls = { lists: 0, companies: 0 };
  const companies = ['shop'];
  const clock: Clock = { now: 1e12, listMs: 0, until: undefined };
  const bad = { count: 0 };
  const upstream: PromoCodeUpstream = {
    async companies() {
      calls.companies += 1;
      await clock.until;
      const counts = { all: size, active: size, inactive: 0 };
      return companies.map((id) => ({ id, title: id, codes: counts }));
    },
    async list() {
      calls.lists += 1;
      clock.now += clock.listMs;
      await clock.until;
      if (bad.count === 0) return codes;
      return Object.assign(Array.from(codes), { faults: { ...bad, first: '"X": no limit' } });
    },
    redeem: () => Promise.reject(new Error('not asked here')),
  };
  const silent = (): void => {};
  const warnings: string[] = [];
  const log: Log = { info: silent, warn: (event) => void warnings.push(event), error: silent };
  const lists = new CodeLists({ upstream, now: () => clock.now, log, maxAgeMs: 1000 });
  return { calls, companies, clock, bad, lists, warnings };
}

describe('CodeLists.find()', () => {
  it('asks for a list again when it is old, and sooner for a code that it lacks', async () => {
    const { calls, clock, lists } = vendorWith(10);
    await lists.find('shop', 'C-1');
    clock.now += 1001;
    assert.equal(await lists.find('shop', 'NONE'), undefined);
    assert.equal(calls.lists, 2);
  });

  it('answers from a slightly old list while a newer one loads, and waits if it is too old', async () => {
    const { calls, clock, lists } = vendorWith(10);
    clock.listMs = 100;
    await lists.find('shop', 'C-1');
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.until = promise;
    clock.listMs = 0;
    clock.now += 1300;
    const found = await lists.find('shop', 'C-1');
    assert(typeof found === 'object');
    assert.equal(clock.now - found.listedAt, 1400);
    assert.equal(calls.lists, 2, 'one is on its way');
    // A caller that has to wait is not answered before it has arrived.
    const waiting = [lists.find('shop', 'NONE'), lists.find('shop', 'C-1', { maxAgeMs: 1000 })];
    clock.now += 200;
    waiting.push(lists.find('shop', 'C-1'));
    let answered = 0;
    for (const each of waiting) void each.then(() => (answered += 1));
    await new Promise(setImmediate);
    assert.equal(answered, 0);
    resolve();
    const [none, asked, old] = await Promise.all(waiting);
    assert.equal(none, undefined);
    for (const each of [asked, old]) {
      assert(typeof each === 'object');
      assert.equal(clock.now - each.listedAt, 200);
    }
    assert.equal(calls.lists, 2);
  });

  it('does not know whether there is a code while an old list lacks it and a newer one loads', async () => {
    const { clock, companies, lists } = vendorWith(10);
    await lists.find('shop', 'C-1');
    clock.until = new Promise(() => {});
    clock.now += 60_000;
    companies.push('new shop');
    const finds = [lists.find('shop', 'NONE'), lists.find('new shop', 'C-1')];
    assert.deepEqual(await Promise.all(finds), ['unsure', 'unsure']);
  });

  it('knows that there is no such code by a list that it waited for, however long that took', async () => {
    const { clock, lists } = vendorWith(10);
    clock.listMs = 4000;
    assert.equal(await lists.find('shop', 'NONE'), undefined);
    clock.now += 60_000;
    assert.equal(await lists.find('shop', 'NONE'), undefined);
  });

  it('waits for a newer list that loads quickly', async () => {
    const { calls, clock, lists } = vendorWith(10);
    await lists.find('shop', 'C-1');
    clock.now += 1001;
    const found = await lists.find('shop', 'C-1');
    assert(typeof found === 'object');
    assert.equal(found.listedAt, clock.now);
    assert.equal(calls.lists, 2);
  });

  it('loads a long list less often, because loading it takes longer', async () => {
    const { calls, clock, lists } = vendorWith(30_000);
    await lists.find('shop', 'C-1');
    clock.now += 2999;
    await lists.find('shop', 'C-1');
    await lists.find('shop', 'NONE');
    assert.equal(calls.lists, 1);
    clock.now += 2;
    await lists.find('shop', 'C-1');
    assert.equal(calls.lists, 2);
  });
});

describe('CodeLists.prepare()', () => {
  it('loads the list of the only company before anybody needs it', async () => {
    const { calls, clock, lists } = vendorWith(10);
    await lists.prepare();
    assert.deepEqual(calls, { companies: 1, lists: 1 });
    clock.now += 999;
    assert.notEqual(await lists.find('shop', 'C-1'), undefined);
    assert.deepEqual(calls, { companies: 1, lists: 1 });
  });

  it('loads no list of a company that does not exist, and warns the owner', async () => {
    const { calls, lists, warnings } = vendorWith(10);
    await lists.prepare('other');
    assert.equal(calls.lists, 0);
    assert.deepEqual(warnings, ['promo-codes.no-company']);
  });
});

describe('CodeLists.onlyCompany()', () => {
  it('warns the owner once why codes of pages that name no company are not checked', async () => {
    const { companies, clock, lists, warnings } = vendorWith(1);
    const ask = async (...ids: readonly string[]): Promise<string | undefined> => {
      companies.splice(0, Infinity, ...ids);
      clock.now += 60_000;
      await lists.onlyCompany();
      return lists.onlyCompany();
    };
    assert.equal(await ask(), undefined);
    assert.equal(await ask('a'), 'a');
    assert.deepEqual(warnings, ['promo-codes.no-company']);
    assert.equal(await ask('a', 'b'), undefined);
    assert.deepEqual(warnings, ['promo-codes.no-company', 'promo-codes.no-company']);
  });

  it('loads the companies, which take long to count, no more often than it has to', async () => {
    const { calls, clock, lists } = vendorWith(1);
    for (let seconds = 0; seconds <= 14; seconds += 1) {
      assert.equal(await lists.onlyCompany(), 'shop');
      clock.now += 1000;
    }
    assert.equal(calls.companies, 1);
    // One that is not known may be new.
    assert.equal(await lists.find('other', 'C-1'), undefined);
    assert.equal(calls.companies, 2);
  });
});

describe('CodeLists', () => {
  it('warns once of codes that nobody can use, until there are more or fewer', async () => {
    const { clock, bad, lists, warnings } = vendorWith(10);
    const warned: number[] = [];
    for (const count of [0, 2, 2, 3, 0, 0, 1]) {
      bad.count = count;
      clock.now += 1001;
      assert.notEqual(await lists.find('shop', 'C-1', { maxAgeMs: 1000 }), undefined);
      warned.push(warnings.length);
    }
    assert.deepEqual(warned, [0, 1, 1, 2, 2, 2, 3]);
    assert.deepEqual(new Set(warnings), new Set(['promo-codes.unusable']));
  });
});
