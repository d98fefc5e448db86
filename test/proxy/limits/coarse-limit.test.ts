import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CoarseLimit } from '../../../src/proxy/limits/coarse-limit.ts';
import { ProblemError } from '../../../src/proxy/problem-reply.ts';

/** How many of `count` requests are let in, each from its own client. */
function admitted(
  limit: CoarseLimit,
  count: number,
  clientOf: (index: number) => { address: string; subnet: string },
): number {
  let number = 0;
  for (let index = 0; index < count; index += 1) {
    try {
      limit.admit(clientOf(index));
      number += 1;
    } catch (error) {
      assert.ok(error instanceof ProblemError && error.type === 'too-many-requests');
      const wait = error.options.retryAfterSeconds ?? 0;
      assert.ok(wait >= 1 && wait <= 3, 'a client waits that long and retries on its own');
    }
  }
  return number;
}

const one = (): { address: string; subnet: string } => ({ address: 'a', subnet: 'n' });

describe('CoarseLimit', () => {
  it('lets a crowd in from one address, and of a flood so many a second', () => {
    let now = 1e12;
    const limit = new CoarseLimit(() => now);
    assert.equal(admitted(limit, 10_000, one), 3000);
    now += 1000;
    assert.equal(admitted(limit, 10_000, one), 500);
    assert.equal(
      admitted(limit, 100, () => ({ address: 'b', subnet: 'n' })),
      100,
    );
  });

  it('counts the network as well, and no visitor whose address is unknown', () => {
    const limit = new CoarseLimit(() => 1e12);
    const all = admitted(limit, 20_000, (i) => ({ address: `a ${i}`, subnet: 'n' }));
    assert.equal(all, 12_000);
    for (let i = 0; i < 20_000; i += 1) limit.admit(undefined);
  });

  it('keeps nobody out for long after the clock was set back', () => {
    let now = 1e12;
    const limit = new CoarseLimit(() => now);
    admitted(limit, 5000, one);
    now -= 86_400_000;
    assert.equal(admitted(limit, 10, one), 10);
  });

  it('has bounded memory, whatever addresses come', () => {
    const limit = new CoarseLimit(() => 1e12);
    admitted(limit, 200_000, (i) => ({ address: `a ${i}`, subnet: `n ${i}` }));
    assert.equal(admitted(limit, 10, one), 10);
  });
});
