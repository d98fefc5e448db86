import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoizeFor } from '../../src/owner/memoize-for.ts';

describe('memoizeFor()', () => {
  it('loads once for all callers, until the value is too old', async () => {
    let [now, loads] = [1000, 0];
    const load = (): Promise<number> => Promise.resolve((loads += 1));
    const get = memoizeFor({ maxAgeMs: 100, load, now: () => now });
    const first = { value: 1, loadedAt: 1000 };
    assert.deepEqual(await Promise.all([get(), get()]), [first, first]);
    now += 99;
    assert.deepEqual(await get(), first);
    now += 1;
    assert.deepEqual(await get(), { value: 2, loadedAt: 1100 });
  });

  it('tries again after a failure, which everybody that waited sees', async () => {
    let loads = 0;
    const load = async (): Promise<number> => {
      loads += 1;
      if (loads === 1) throw new Error('away');
      return loads;
    };
    const get = memoizeFor({ maxAgeMs: 100, load, now: () => 0 });
    const outcomes = await Promise.allSettled([get(), get()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(await get(), { value: 2, loadedAt: 0 });
  });
});
