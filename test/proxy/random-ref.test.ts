import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomRef, timedRef } from '../../src/proxy/random-ref.ts';

const made = 5_000;

/** How many different characters there are at each place of these references. */
function differentAt(refs: readonly string[]): readonly number[] {
  return Array.from({ length: 16 }, (_, place) => new Set(refs.map((ref) => ref[place])).size);
}

describe('randomRef()', () => {
  it('is by chance at each of its 16 places, and never the same', () => {
    const refs = Array.from({ length: made }, randomRef);
    assert.equal(new Set(refs).size, made);
    const halved = differentAt(refs).filter((different) => different === 16);
    assert.equal(halved.length, 1);
    assert.equal(differentAt(refs).filter((different) => different === 32).length, 15);
  });
});

describe('timedRef()', () => {
  it('is by chance at nine places, and never the same within a second', () => {
    const refs = Array.from({ length: made }, () => timedRef(1_764_000_000_000));
    assert.equal(new Set(refs).size, made);
    assert.deepEqual(differentAt(refs), [
      ...Array<number>(7).fill(1),
      ...Array<number>(9).fill(32),
    ]);
  });

  it('stands in the order of the seconds, beyond this century', () => {
    const seconds = [0, 31, 32, 1_764_000_000, 1_764_000_001, 4_102_444_800, 2 ** 35 - 1];
    const refs = seconds.map((second) => timedRef(second * 1000));
    assert.deepEqual(refs.toSorted(), refs);
  });
});
