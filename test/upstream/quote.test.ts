import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quote, quoteForError } from '../../src/upstream/quote.ts';

describe('quote()', () => {
  it('removes our secrets, plain and encoded', () => {
    assert.equal(quote('bad tok=en, bad tok%3Den', ['tok=en']), 'bad …, bad …');
  });

  it('is one short line of printable characters', () => {
    assert.equal(quote('a\r\nb\u0000\u202Ec\u2028d\uD800', []), 'a b c d');
    assert.equal(quote('x'.repeat(10_000), []).length, 160);
  });
});

describe('quoteForError()', () => {
  it('removes URLs and digits too', () => {
    const text = 'no <b>user</b> 628123456789 at https://v.example/?token=x';
    assert.equal(quoteForError(text, []), 'unknown text "no <b>user</b> ############ at …"');
  });
});
