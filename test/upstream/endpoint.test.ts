import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpoint } from '../../src/upstream/endpoint.ts';

describe('endpoint()', () => {
  it('takes a base with and without slashes and a path', () => {
    const url = (base: string): string => endpoint('vendor', base, '/api/x').href;
    assert.equal(url('https://v.example'), 'https://v.example/api/x');
    assert.equal(url('https://v.example//'), 'https://v.example/api/x');
    assert.equal(url('https://v.example/shop/'), 'https://v.example/shop/api/x');
  });

  it('refuses what is no base, and tells nobody what it was', () => {
    const bases = ['canary', 'ftp://canary', 'https://canary/?token=x', 'https://canary/#x', ''];
    for (const base of bases) {
      assert.throws(() => endpoint('vendor', base, '/api/x'), /^TypeError: (?!.*canary)Cannot use/);
    }
  });
});
