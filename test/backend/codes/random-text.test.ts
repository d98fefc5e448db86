import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomText } from '../../../src/backend/codes/random-text.ts';

describe('randomText()', () => {
  it('draws each character equally often, whatever the length of the alphabet', () => {
    // With 200 characters, a plain byte would draw the first 56 twice as often: 44 % of the text.
    const alphabet = Array.from({ length: 200 }, (_, i) => String.fromCodePoint(0x400 + i)).join(
      '',
    );
    const text = randomText(20_000, alphabet);
    assert.equal(text.length, 20_000);
    const first = Array.from(text).filter((each) => alphabet.indexOf(each) < 56).length;
    // 5,600 on average, with a deviation of 63: eight of them never occur.
    assert.ok(Math.abs(first - 5600) < 504, `${first}`);
  });
});
