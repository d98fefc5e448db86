import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createKey } from '../../src/client/key.ts';

describe('createKey()', () => {
  it('makes 32 hexadecimal digits, and no two keys alike in one millisecond', () => {
    const keys = Array.from({ length: 1_000 }, createKey);
    for (const key of keys) assert.match(key, /^0[0-9a-f]{11}7[0-9a-f]{19}$/);
    assert.equal(new Set(keys).size, keys.length);
  });
});
