import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { format, inspect } from 'node:util';
import { Secret } from '../../../src/node/secrets/secret.ts';

describe('Secret', () => {
  it('shows its value to nobody but the caller of reveal()', () => {
    const secret = new Secret('canary');
    const shown = [
      String(secret),
      ['', secret, ''].join(),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
      format('%s %o %j %O', secret, secret, secret, secret),
      JSON.stringify(Object.entries(secret)),
      String(new Error('x', { cause: secret }).cause),
    ];
    assert(!shown.join().includes('canary'), shown.join());
    assert.equal(secret.reveal(), 'canary');
  });
});
