import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { waitInWords } from '../../../src/elements/shared/duration.ts';

describe('waitInWords()', () => {
  const waits: Readonly<Record<number, string>> = {
    1: '1 second',
    89: '89 seconds',
    90: '2 minutes',
    120: '2 minutes',
    121: '3 minutes',
    3600: '60 minutes',
  };
  for (const [seconds, words] of Object.entries(waits)) {
    it(`says of ${seconds} seconds: ${words}`, () => {
      assert.equal(waitInWords(Number(seconds), 'en'), words);
    });
  }

  it('leaves no space between figure and unit where the language has none', () => {
    assert.equal(waitInWords(30, 'ja'), '30秒');
    assert.equal(waitInWords(300, 'zh-hant'), '5分鐘');
  });
});
