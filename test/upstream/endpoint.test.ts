import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpoint } from '../../src/upstream/endpoint.ts';

describe('endpoint()', () => {
  it('accepts a base with and without slashes and a path', () => {
    const bases = [
      ['https://v.example', 'https://v.example/api/x'],
      ['https://v.example//', 'https://v.example/api/x'],
      ['https://v.example/shop/', 'https://v.example/shop/api/x'],
    ] as const;
    for (const [base, url] of bases) assert.equal(endpoint('vendor', base, '/api/x').href, url);
  });

  it('refuses a text that is not a base URL, and never repeats it', () => {
    const bases = ['canary', 'ftp://canary', 'https://canary/?token=x', 'https://canary/#x', ''];
    for (const base of bases) {
      assert.throws(() => endpoint('vendor', base, '/api/x'), /^TypeError: (?!.*canary)Cannot use/);
    }
  });
});
