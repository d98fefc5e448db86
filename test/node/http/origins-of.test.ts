import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { originsOf } from '../../../src/node/http/origins-of.ts';

const host = '127.0.0.1';
const own = ['http://127.0.0.1:8787', 'http://localhost:8787', 'http://[::1]:8787'];

describe('originsOf()', () => {
  it("returns the server's own if none is configured, and in the demo, each once", () => {
    assert.deepEqual(originsOf({ demo: false, host, origins: undefined }, 8787), own);
    const origins = ['http://localhost:8787', 'https://shop.example'];
    const all = originsOf({ demo: true, host, origins }, 8787);
    assert.deepEqual(all.toSorted(), [...own, 'https://shop.example'].toSorted());
    assert.deepEqual(originsOf({ demo: false, host, origins }, 8787), origins);
  });
});
