import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { retryDelayMs } from '../../../src/proxy/outbox/schedule.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The documented waits: after the first attempts, then by the age of the lead. */
const waits = [1000, 5000, 15_000, minute, 5 * minute, 15 * minute, 30 * minute];
const promised = (attempts: number, age: number): number | undefined => {
  if (attempts <= waits.length) return waits[attempts - 1];
  if (age >= 14 * day) return undefined;
  return age < 76 * hour ? hour : 6 * hour;
};

// In whole numbers: 1.1 times 900,000 is a little more than it is.
const least = (wait: number): number => (9 * wait) / 10;
const most = (wait: number): number => (11 * wait) / 10;

const attempts = fc.integer({ min: 1, max: 500 });
const age = fc.oneof(
  fc.integer({ min: 0, max: 20 * day }),
  fc.constantFrom(0, 76 * hour - 1, 76 * hour, 14 * day - 1, 14 * day),
);
/** As `Math.random()` returns it. */
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('retryDelayMs()', () => {
  it('stays within a tenth of the documented wait, and ends when there is none', () => {
    fc.assert(
      fc.property(attempts, age, chance, (tries, old, random) => {
        const wait = promised(tries, old);
        const delay = retryDelayMs(tries, old, random);
        if (wait === undefined) return assert.equal(delay, undefined);
        assert(delay !== undefined && Number.isInteger(delay));
        assert(delay >= least(wait) && delay <= most(wait), `${delay} ms for ${wait} ms`);
      }),
    );
  });

  it('waits longer for a larger random number, from one end to the other', () => {
    fc.assert(
      fc.property(attempts, age, fc.tuple(chance, chance), (tries, old, chances) => {
        const [less = 0, more = 0] = chances.toSorted((one, other) => one - other);
        assert((retryDelayMs(tries, old, less) ?? 0) <= (retryDelayMs(tries, old, more) ?? 0));
        const wait = promised(tries, old);
        if (wait === undefined) return;
        assert.equal(retryDelayMs(tries, old, 0), least(wait));
        assert.equal(retryDelayMs(tries, old, 1), most(wait));
      }),
    );
  });

  it('spreads a thousand leads that failed at once evenly over a fifth of the wait', () => {
    for (const tries of [1, 4, 8]) {
      const wait = promised(tries, 0) ?? 0;
      const tenths = Array.from({ length: 10 }, () => 0);
      for (let index = 0; index < 1000; index += 1) {
        const delay = retryDelayMs(tries, 0, (index + 0.5) / 1000) ?? 0;
        const tenth = Math.min(9, Math.floor((50 * (delay - least(wait))) / wait));
        tenths[tenth] = (tenths[tenth] ?? 0) + 1;
      }
      // A whole millisecond more or less at the edges of the shortest wait.
      const isEven = tenths.every((count) => count >= 90 && count <= 110);
      assert(isEven, `${wait} ms: ${tenths.join()}`);
    }
  });
});
