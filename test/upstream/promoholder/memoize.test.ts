import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoize } from '../../../src/upstream/promoholder/memoize.ts';

describe('memoize()', () => {
  it('reads a text once, also if the result is undefined', () => {
    const read: string[] = [];
    const memoized = memoize((text: string) => {
      read.push(text);
      return text === '' ? undefined : text.length;
    });
    assert.deepEqual(
      [memoized('ab'), memoized(''), memoized('ab'), memoized('')],
      [2, undefined, 2, undefined],
    );
    assert.deepEqual(read, ['ab', '']);
  });

  it('tries again after a failure', () => {
    let isReadable = false;
    const memoized = memoize<string, number>(() => {
      if (!isReadable) throw new RangeError('not yet');
      return 1;
    });
    assert.throws(() => memoized('a'), RangeError);
    isReadable = true;
    assert.equal(memoized('a'), 1);
  });

  it('returns the right result of each key, however many there are', () => {
    const memoized = memoize((text: string) => Number(text));
    for (const turn of [1, 2]) {
      for (let n = 0; n < 2_500; n += 1) assert.equal(memoized(String(n)), n, `turn ${turn}`);
    }
  });
});
