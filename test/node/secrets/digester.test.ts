import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nodeDigester } from '../../../src/node/secrets/digester.ts';
import { hmac, portableDigester, setDigester, sha256 } from '../../../src/store/digest.ts';

const texts = ['', 'abc', 'Äyu 😀', 'half a pair \ud83d, and the other \ude00', 'x'.repeat(5000)];
const secrets = ['', 'secret', 'sécret \udc00', 's'.repeat(100)];

describe('nodeDigester', () => {
  it('returns what the portable digester returns, also for invalid UTF-16', () => {
    for (const text of texts) {
      assert.equal(nodeDigester.sha256(text), portableDigester.sha256(text));
      for (const secret of secrets) {
        assert.equal(nodeDigester.keyed(secret)(text), portableDigester.keyed(secret)(text));
      }
    }
  });
});

describe('setDigester()', () => {
  it('replaces the digester, also for a secret that was used before', () => {
    const before = hmac('secret', 'text');
    setDigester({ sha256: (text) => `hash ${text}`, keyed: (secret) => (text) => secret + text });
    assert.equal(sha256('text'), 'hash text');
    assert.equal(hmac('secret', 'text'), 'secrettext');
    setDigester(nodeDigester);
    assert.equal(hmac('secret', 'text'), before);
  });
});
