import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isPhone, normalisePhone } from '../../src/contract/phone.ts';
import { anyText } from '../support/any-text.ts';

describe('normalisePhone()', () => {
  it('finds the digits in every notation', () => {
    const spellings = [
      '+62 812-3456-789',
      '(62) 812.3456.789',
      '６２８１２３４５６７８９',
      '٦٢٨١٢٣٤٥٦٧٨٩',
      '६२८१२३४५६७८९',
      '\u202A+62\u00A0812\u20113456\u2013789\u202C',
      '62/812/3456/789',
      '0062 812 3456 789',
      '+0062 812 3456 789',
      '６２ー８１２ー３４５６ー７８９',
    ];
    for (const phone of spellings) assert.equal(normalisePhone(phone), '628123456789', phone);
  });

  it('leaves leading zeros without a country code', () => {
    // The last begins as dialled where 0011 leads abroad, and is too long for a phone.
    const phones = ['0812345678', '000812345678', '001162812345678'];
    for (const phone of phones) assert.equal(normalisePhone(phone), phone);
  });

  it('keeps a character that makes it invalid', () => {
    for (const phone of [
      '62812345678x',
      '1e10000000',
      '12345678;1',
      '62812345678#5',
      '++62812345678',
    ]) {
      assert.ok(!isPhone(normalisePhone(phone)), phone);
    }
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normalisePhone(text);
        assert.equal(normalisePhone(once), once);
      }),
    );
  });

  it('keeps every decimal digit of Unicode, each with its value', () => {
    const digits = /^\p{Nd}$/u;
    let count = 0;
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const character = String.fromCodePoint(codePoint);
      if (!digits.test(character)) continue;
      assert.match(normalisePhone(character), /^[0-9]$/);
      count += 1;
    }
    assert.ok(count % 10 === 0 && count > 600);
  });
});

describe('isPhone()', () => {
  it('accepts 8 to 14 digits', () => {
    const lengths = [7, 8, 14, 15].map((length) => isPhone('1'.repeat(length)));
    assert.deepEqual(lengths, [false, true, true, false]);
    assert.ok(!isPhone('12345678\n'));
  });
});
