import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { join } from '../../../src/elements/shared/sentences.ts';

describe('join()', () => {
  it('puts a space between sentences, except after a full-width stop', () => {
    assert.equal(join('Too many tries.', 'Try again.'), 'Too many tries. Try again.');
    assert.equal(join('ลองหลายครั้ง', 'ลองใหม่'), 'ลองหลายครั้ง ลองใหม่');
    assert.equal(join('尝试次数过多。', '请重试。'), '尝试次数过多。请重试。');
  });

  it('ends with a space if the second text is in an element of its own', () => {
    assert.equal(join('Too many tries.', ''), 'Too many tries. ');
    assert.equal(join('尝试次数过多。', ''), '尝试次数过多。');
  });
});
