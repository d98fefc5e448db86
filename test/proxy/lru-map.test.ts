import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LruMap } from '../../src/proxy/lru-map.ts';

describe('LruMap', () => {
  it('keeps a key that is used, whatever comes in between', () => {
    const map = new LruMap<number>(10);
    map.set('used', 1);
    for (let i = 0; i < 1000; i += 1) {
      map.set(`key ${i}`, i);
      assert.equal(map.get('used'), 1);
    }
  });

  it('forgets the keys that were used longest ago', () => {
    const map = new LruMap<number>(10);
    for (let i = 0; i < 30; i += 1) map.set(`key ${i}`, i);
    const kept = Array.from({ length: 30 }, (_, i) => map.get(`key ${i}`)).filter(
      (value) => value !== undefined,
    );
    assert.ok(kept.length >= 10 && kept.length <= 20, String(kept));
    assert.equal(kept[0], 30 - kept.length);
  });
});
