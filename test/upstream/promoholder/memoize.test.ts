import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memoize } from '../../../src/upstream/promoholder/memoize.ts';

describe('memoize()', () => {
  it('reads a text once, what it says being nothing too', () => {
    const read: string[] = [];
    const known = memoize((text: string) => {
      read.push(text);
      return text === '' ? undefined : text.length;
    });
    assert.deepEqual(
      [known('ab'), known(''), known('ab'), known('')],
      [2, undefined, 2, undefined],
    );
    assert.deepEqual(read, ['ab', '']);
  });

  it('tries again what could not be read', () => {
    let isReadable = false;
    const known = memoize<string, number>(() => {
      if (!isReadable) throw new RangeError('not yet');
      return 1;
    });
    assert.throws(() => known('a'), RangeError);
    isReadable = true;
    assert.equal(known('a'), 1);
  });

  it('keeps no more than so many, and has each right', () => {
    const known = memoize((text: string) => Number(text));
    for (const turn of [1, 2]) {
      for (let n = 0; n < 2_500; n += 1) assert.equal(known(String(n)), n, `turn ${turn}`);
    }
  });
});
