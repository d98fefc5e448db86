import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isName, isPrintable, normaliseText, toNormalForm } from '../../src/contract/text.ts';
import { anyText } from '../support/any-text.ts';

/** Each character that a keyboard has, between spaces and between others. */
const plainAscii = Array.from({ length: 95 }, (_, index) =>
  String.fromCodePoint(0x20 + index),
).flatMap((character) => [` ${character} `, `a${character}${character}1`]);

describe('toNormalForm()', () => {
  const pile = (height: number): string => `x${'\u0301\u0323'.repeat(height).slice(0, height)}`;

  it('composes and sorts as many marks as any script has', () => {
    assert.equal(toNormalForm('e\u0301', 'NFC'), 'é');
    assert.equal(toNormalForm(pile(30), 'NFC'), pile(30).normalize('NFC'));
    assert.notEqual(pile(30).normalize('NFC'), pile(30));
  });

  it('leaves a higher pile as it is: to sort it takes the square of its height', () => {
    for (const height of [31, 16_000]) {
      assert.equal(toNormalForm(pile(height), 'NFC'), pile(height));
    }
  });
});

describe('normaliseText()', () => {
  it('composes, trims, and takes out what nobody sees', () => {
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

  it('takes for plain ASCII a shorter way to the same', () => {
    for (const text of plainAscii) {
      // What nobody sees takes the long way, and is not there in the end.
      assert.equal(normaliseText(text), normaliseText(`${text}\u200B`));
      assert.ok(isPrintable(text) && isName(text), text);
    }
  });
});

describe('isPrintable()', () => {
  it('knows what no name holds', () => {
    for (const text of ['a\u0007\u001B[31m', 'a\u2028b', '\uDC00x', '\uFFFF', '\uE000', 'a\nb']) {
      assert.ok(!isPrintable(text), JSON.stringify(text));
    }
    assert.ok(isPrintable('José 李 Ωδ 🎉'));
  });
});
