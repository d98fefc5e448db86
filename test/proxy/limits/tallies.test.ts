import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BatchedReads } from '../../../src/proxy/limits/batched-reads.ts';
import { Rates } from '../../../src/proxy/limits/rates.ts';
import { Tallies, type Tally } from '../../../src/proxy/limits/tallies.ts';
import { type Store, StoreError } from '../../../src/store/index.ts';
import { testStore } from '../../support/store/test-store.ts';
import { twoStores } from '../../support/store/two-stores.ts';

const clock = { now: 1_000_000 };
const tally = { key: 'a crowd', intervalMs: 1000, inMemoryMax: 5, burstMax: 100 };

function talliesOn(store: Store, rates = new Rates(store)): Tallies {
  const options = {
    rates,
    now: () => clock.now,
    nextTurn: () => nextTurn(),
  };
  return new Tallies({ ...options, reads: new BatchedReads(options) });
}

/** How many of `number` calls at once are counted. */
async function counted(
  tallies: Tallies,
  number: number,
  burst = 20,
  what: Tally = tally,
): Promise<number> {
  const all = await Promise.all(Array.from({ length: number }, () => tallies.count(what, burst)));
  return all.filter(Boolean).length;
}

async function stored(store: Store): Promise<readonly number[]> {
  const rates = await store.selectFrom('rates').select('clear_at').execute();
  return rates.map(({ clear_at }) => clear_at - clock.now);
}

describe('Tallies', () => {
  it('write nothing for a few, and all of them once they are conspicuous', async () => {
    const store = await testStore();
    const tallies = talliesOn(store);
    assert.equal(await counted(tallies, 5), 5);
    assert.deepEqual(await stored(store), []);
    assert.equal(await counted(tallies, 3), 3);
    assert.deepEqual(await stored(store), [8000]);
    assert.equal(await counted(tallies, 100), 12);
    assert.deepEqual([await stored(store), await tallies.backlogs([tally])], [[20_000], [20_000]]);
    clock.now += 2000;
    assert.equal(await counted(tallies, 5), 2);
  });

  it('write once for so many, where a few more or less do no harm', async () => {
    const store = await testStore();
    const tallies = talliesOn(store);
    const bySteps = { ...tally, writeEvery: 4 };
    for (let number = 1; number <= 20; number += 1) assert.ok(await tallies.count(bySteps, 20));
    assert.deepEqual(await stored(store), [18_000]);
    assert.equal(await tallies.count(bySteps, 20), false);
  });

  it('let in what has room on all servers together, except what each counts in memory', async () => {
    const servers = (await twoStores()).map((each) => talliesOn(each));
    const all = await Promise.all(servers.map((tallies) => counted(tallies, 100)));
    const sum = all.reduce((one, other) => one + other);
    assert.ok(sum >= 20 && sum <= 20 + tally.inMemoryMax, String(all));
    assert.deepEqual(await Promise.all(servers.map((tallies) => counted(tallies, 5))), [0, 0]);
  });

  it('count who is in already with the next that has room, where others have taken the last', async () => {
    const [one, other] = await twoStores();
    const server = talliesOn(one);
    assert.equal(await counted(server, 5), 5);
    assert.equal(await counted(talliesOn(other), 20), 20);
    assert.equal(await counted(server, 3), 0);
    assert.deepEqual(await stored(one), [20_000]);
    assert.equal(await counted(server, 1, 30), 1);
    assert.deepEqual(await stored(one), [26_000]);
  });

  it('know after a restart what was conspicuous before', async () => {
    const store = await testStore();
    assert.equal(await counted(talliesOn(store), 100), 20);
    const restarted = talliesOn(store);
    assert.equal(await counted(restarted, 100), 0);
    assert.deepEqual(await restarted.backlogs([tally]), [20_000]);
    assert.equal(await counted(restarted, 100, 30), 10);
  });

  it('let nobody wait for a clock that was set back', async () => {
    const store = await testStore();
    clock.now += 1e9;
    assert.equal(await counted(talliesOn(store), 100), 20);
    clock.now -= 1e9;
    const restarted = talliesOn(store);
    assert.equal(await counted(restarted, 100), 20);
    assert.deepEqual(await stored(store), [20_000]);
  });

  // By more than is free, and less than there can be with work; in memory alone, and in the store.
  for (const before of [1, 10]) {
    it(`know ${before} of a clock that was ahead, and take nobody after them for a flood`, async () => {
      const tallies = talliesOn(await testStore());
      const slow = { ...tally, intervalMs: 60_000 };
      clock.now += 50 * 60_000;
      assert.equal(await counted(tallies, before, 20, slow), before);
      clock.now -= 50 * 60_000;
      assert.equal(await counted(tallies, 100, 20, slow), 20 - before);
      assert.deepEqual(await tallies.backlogs([slow]), [20 * 60_000]);
    });
  }

  it('go on where the store takes no writes, and write it all when it does', async () => {
    const store = await testStore();
    class ReadOnly extends Rates {
      takesWrites = false;
      override async countAll(
        ...given: Parameters<Rates['countAll']>
      ): ReturnType<Rates['countAll']> {
        if (!this.takesWrites) throw new StoreError('unavailable', 'it is read-only');
        return super.countAll(...given);
      }
    }
    const rates = new ReadOnly(store);
    const tallies = talliesOn(store, rates);
    for (let number = 1; number <= 8; number += 1) assert.ok(await tallies.count(tally, 20));
    assert.deepEqual(await tallies.backlogs([tally]), [8000]);
    rates.takesWrites = true;
    assert.ok(await tallies.count(tally, 20));
    assert.deepEqual(await stored(store), [9000]);
    rates.takesWrites = false;
    assert.equal(await counted(tallies, 100), 11);
  });

  it('forget what is clear', async () => {
    const store = await testStore();
    const tallies = talliesOn(store);
    await counted(tallies, 10);
    clock.now += 1e6;
    const other = { ...tally, key: 'another' };
    await Promise.all(Array.from({ length: 10 }, () => tallies.count(other, 20)));
    assert.deepEqual(await stored(store), [10_000]);
  });
});
