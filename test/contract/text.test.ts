import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isName, isPrintable, normaliseText, toNormalForm } from '../../src/contract/text.ts';
import { anyText } from '../support/any-text.ts';

/** Each printable ASCII character, between spaces and between other characters. */
const plainAscii = Array.from({ length: 95 }, (_, index) =>
  String.fromCodePoint(0x20 + index),
).flatMap((character) => [` ${character} `, `a${character}${character}1`]);

describe('toNormalForm()', () => {
  const pile = (height: number): string => `x${'\u0301\u0323'.repeat(height).slice(0, height)}`;

  it('composes and sorts as many marks as any script uses', () => {
    assert.equal(toNormalForm('e\u0301', 'NFC'), 'é');
    assert.equal(toNormalForm(pile(30), 'NFC'), pile(30).normalize('NFC'));
    assert.notEqual(pile(30).normalize('NFC'), pile(30));
  });

  it('leaves a higher pile as it is: sorting takes the square of its height', () => {
    for (const height of [31, 16_000]) {
      assert.equal(toNormalForm(pile(height), 'NFC'), pile(height));
    }
  });
});

describe('normaliseText()', () => {
  it('composes, trims, and removes invisible characters', () => {
    assert.equal(normaliseText(' Jose\u0301\u200B '), 'José');
    assert.equal(normaliseText('\u2066Ana\u2069'), 'Ana');
    assert.equal(normaliseText('\u1160\u3164'), '');
    assert.equal(normaliseText('\u2800'), '');
  });

  it('keeps the joiners that shape words', () => {
    const persian = 'می\u200Cخواهم';
    assert.equal(normaliseText(persian), persian);
    assert.equal(normaliseText('Ana\u200C'), 'Ana');
  });

  it('keeps names as they are written', () => {
    for (const name of ["O'Connor", 'D’Angelo', 'X Æ A-12', 'Ａｎａ', 'ß ﬁ İ ı']) {
      assert.equal(normaliseText(name), name);
    }
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normaliseText(text);
        assert.equal(normaliseText(once), once);
      }),
    );
  });

  it('has a fast path for plain ASCII with the same result', () => {
    for (const text of plainAscii) {
      // The invisible character forces the slow path, and is removed.
      assert.equal(normaliseText(text), normaliseText(`${text}\u200B`));
      assert.ok(isPrintable(text) && isName(text), text);
    }
  });
});

describe('isPrintable()', () => {
  it('rejects what no name contains', () => {
    for (const text of ['a\u0007\u001B[31m', 'a\u2028b', '\uDC00x', '\uFFFF', '\uE000', 'a\nb']) {
      assert.ok(!isPrintable(text), JSON.stringify(text));
    }
    assert.ok(isPrintable('José 李 Ωδ 🎉'));
  });
});
