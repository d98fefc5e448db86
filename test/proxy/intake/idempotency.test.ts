import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createKey } from '../../../src/client/key.ts';
import { hashKey } from '../../../src/proxy/intake/idempotency.ts';
import { sha256 } from '../../../src/store/digest.ts';

/** Of version 7, as RFC 9562 lays it out, and of these decades. */
const timed = fc.uuid({ version: 7 }).map((uuid) => `01${uuid.slice(2)}`);

describe('hashKey()', () => {
  it('differs for another key, and for another call', () => {
    const keys = fc.uniqueArray(fc.oneof(fc.uuid(), timed, fc.string({ minLength: 8 })));
    fc.assert(
      fc.property(keys, (all) => {
        const hashes = all.flatMap((key) => [hashKey('leads', key), hashKey('redeem', key)]);
        assert.equal(new Set(hashes).size, hashes.length);
      }),
    );
  });

  it('begins with the time of a UUID of version 7, with or without hyphens', () => {
    fc.assert(
      fc.property(timed, (uuid) => {
        const digits = uuid.replaceAll('-', '');
        assert.equal(hashKey('leads', uuid).slice(0, 12), digits.slice(0, 12));
        assert.equal(hashKey('leads', digits).slice(0, 12), digits.slice(0, 12));
      }),
    );
  });

  it('puts the keys that the elements make into the order in which they are made', (context) => {
    context.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 10, 29) });
    const hashes = Array.from({ length: 50 }, () => {
      context.mock.timers.tick(1);
      return hashKey('leads', createKey());
    });
    assert.deepEqual(hashes.toSorted(), hashes);
  });

  it('is the digest alone for any other key, as earlier versions stored it', () => {
    for (const key of ['6f1b3c0a-8c1e-4a53-9d0f-0f3b8f0b7c11', 'order-4711', '0'.repeat(32)]) {
      assert.equal(hashKey('leads', key), sha256(`leads\n${key}`));
    }
  });
});
