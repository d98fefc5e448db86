import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  longestBacklogMs,
  nextClearAt,
  plausibleBacklogMs,
  waitMs,
} from '../../../src/proxy/limits/gcra.ts';

const rate = { burst: 10, intervalMs: 1000 };

describe('waitMs()', () => {
  it('is the time until one more fits', () => {
    assert.deepEqual(
      [0, 9000, 9001, 10_000].map((backlogMs) => waitMs(rate, backlogMs)),
      [0, 0, 1, 1000],
    );
  });
});

describe('plausibleBacklogMs()', () => {
  it('is 0 for a backlog that is over, or longer than it can be', () => {
    const backlogs = [-5, 0, 7000, 10_000, 10_001];
    assert.deepEqual(
      backlogs.map((backlogMs) => plausibleBacklogMs(backlogMs, 10_000)),
      [0, 0, 7000, 10_000, 0],
    );
  });
});

describe('the generic cell rate algorithm', () => {
  const rates = fc.record({
    burst: fc.integer({ min: 1, max: 50 }),
    intervalMs: fc.integer({ min: 1, max: 5000 }),
  });
  const pauses = fc.array(fc.integer({ min: 0, max: 10_000 }), { maxLength: 200 });

  it('lets in at most a burst, and one more for each interval', () => {
    fc.assert(
      fc.property(rates, pauses, (any, pausesMs) => {
        let [now, clearAt] = [1e12, 0];
        const admitted: number[] = [];
        for (const pauseMs of pausesMs) {
          now += pauseMs;
          const backlogMs = plausibleBacklogMs(clearAt - now, longestBacklogMs(any));
          if (waitMs(any, backlogMs) > 0) continue;
          clearAt = nextClearAt(now, backlogMs, any);
          admitted.push(now);
        }
        for (const [first, from] of admitted.entries()) {
          for (const [last, to] of admitted.entries()) {
            const fits = any.burst + Math.floor((to - from) / any.intervalMs);
            assert.ok(last - first + 1 <= fits || last < first, `${from} to ${to}`);
          }
        }
      }),
    );
  });

  it('lets one in when the wait is over, and not before', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 200 }), (any, tries) => {
        const now = 1e12;
        let backlogMs = 0;
        for (let i = 0; i < tries; i += 1) {
          if (waitMs(any, backlogMs) === 0) backlogMs = nextClearAt(now, backlogMs, any) - now;
        }
        const wait = waitMs(any, backlogMs);
        assert.equal(waitMs(any, backlogMs - wait), 0);
        assert.equal(wait === 0 || waitMs(any, backlogMs - wait + 1) > 0, true);
      }),
    );
  });
});
