import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isPrintable, normaliseText } from '../../src/contract/text.ts';
import { anyText } from '../support/any-text.ts';

describe('normaliseText()', () => {
  it('composes, trims, and takes out what nobody sees', () => {
    assert.equal(normaliseText(' Jose\u0301\u200B '), 'José');
    assert.equal(normaliseText('\u2066Ana\u2069'), 'Ana');
    assert.equal(normaliseText('\u1160\u3164'), '');
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
});

describe('isPrintable()', () => {
  it('knows what no name holds', () => {
    for (const text of ['a\u0007\u001B[31m', 'a\u2028b', '\uDC00x', '\uFFFF', '\uE000', 'a\nb']) {
      assert.ok(!isPrintable(text), JSON.stringify(text));
    }
    assert.ok(isPrintable('José 李 Ωδ 🎉'));
  });
});
