import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isExtraName, normaliseExtra } from '../../src/contract/extra.ts';
import { LeadRequest } from '../../src/contract/lead.ts';
import { validate } from '../../src/contract/validate.ts';
import { anyText } from '../support/any-text.ts';

const lead = { first_name: 'Ana', last_name: 'B', phone: '628123456789', product: 'blackmask' };

/** The contract's errors for a lead with these fields. */
function errorsOf(extra: unknown): readonly object[] {
  const result = validate(LeadRequest, { ...lead, extra });
  return result.ok ? [] : result.errors;
}

const fields = (count: number, value: string): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field_${index}`, value]));

describe('normaliseExtra()', () => {
  it('composes, keeps lines and tabs, and removes unprintable characters', () => {
    assert.equal(normaliseExtra(' a\r\nb\rc\td\u0000\u2028\uD800 '), 'a\nb\nc\td');
    assert.equal(normaliseExtra('Jose\u0301 👨‍👩‍👧 ❤️'), 'José 👨‍👩‍👧 ❤️');
  });

  it('is idempotent, and returns nothing that the contract refuses', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const value = normaliseExtra(text);
        assert.equal(normaliseExtra(value), value);
        assert.deepEqual(errorsOf({ note: text }), []);
      }),
    );
  });
});

describe('isExtraName()', () => {
  it('accepts any printable word', () => {
    for (const name of ['city', 'Ваш город', '住所', 'a.b[c]', 'phone', 'x'.repeat(64)]) {
      assert.ok(isExtraName(name), name);
      assert.deepEqual(errorsOf({ [name]: 'x' }), []);
    }
  });

  it('refuses a name that is empty, padded, invisible, too long or reserved', () => {
    const names = ['', ' city', 'a\u200Bb', 'a\nb', 'x'.repeat(65), 'constructor', '__proto__'];
    for (const name of names) assert.ok(!isExtraName(name), name);
    assert.deepEqual(errorsOf({ ' city': 'x' }), [{ field: 'extra. city', code: 'format' }]);
  });
});

describe('LeadRequest.extra', () => {
  it('reports which value is too long, and if all of them together are', () => {
    assert.deepEqual(errorsOf({ note: '😀'.repeat(1_000) }), []);
    assert.deepEqual(errorsOf({ note: 'é'.repeat(1_001) }), [
      { field: 'extra.note', code: 'too_long' },
    ]);
    assert.deepEqual(errorsOf(fields(3, 'x'.repeat(1_000))), []);
    assert.deepEqual(errorsOf(fields(4, 'x'.repeat(751))), [{ field: 'extra', code: 'too_long' }]);
  });

  it('holds at most 16 fields, each of them a text', () => {
    assert.deepEqual(errorsOf(fields(16, 'x')), []);
    assert.deepEqual(errorsOf(fields(17, 'x')), [{ field: 'extra', code: 'too_long' }]);
    assert.deepEqual(errorsOf({ a: 1, b: 'x' }), [{ field: 'extra.a', code: 'format' }]);
    for (const none of [[], 'x', 1, null]) assert.notDeepEqual(errorsOf(none), []);
  });
});
