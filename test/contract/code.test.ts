import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { codeKey, normaliseCode } from '../../src/contract/code.ts';
import { anyText } from '../support/any-text.ts';

describe('normaliseCode()', () => {
  it('removes invisible characters, and trims', () => {
    for (const code of [' SAVE10 ', 'SAVE\u200B10', 'SAVE\u00AD10', '\uFEFFSA\u2060VE10\u3000']) {
      assert.equal(normaliseCode(code), 'SAVE10');
    }
  });

  it('replaces full-width letters and every dash by those of a keyboard', () => {
    assert.equal(normaliseCode('ＳＡＶＥ－10–a—b−c‐d'), 'SAVE-10-a-b-c-d');
  });

  it('leaves lookalikes alone, and decodes nothing', () => {
    assert.notEqual(normaliseCode('S\u0410VE10'), normaliseCode('SAVE10'));
    for (const code of ['%53AVE10', 'SAVE10%00', 'A&token=x', '*', 'a\\u0000b', 'SAVE 10']) {
      assert.equal(normaliseCode(code), code);
    }
  });

  it('has a fast path for plain ASCII with the same result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (code) => {
        // The invisible character forces the slow path, and is removed.
        assert.equal(normaliseCode(code), normaliseCode(`${code}\u200B`));
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normaliseCode(text);
        assert.equal(normaliseCode(once), once);
      }),
    );
  });
});

describe('codeKey()', () => {
  it('is the same for any case', () => {
    assert.equal(codeKey('Spring-ÄÉ'), codeKey('sPRING–äé'));
  });

  it('keeps letters apart that differ in more than case', () => {
    assert.notEqual(codeKey('SAVEı'), codeKey('SAVEI'));
    assert.notEqual(codeKey('STRASSE'), codeKey('STRAßE'));
  });

  it('is the same for full-width letters', () => {
    const ascii = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map(String.fromCodePoint),
    });
    fc.assert(
      fc.property(ascii, (text) => {
        const wide = text.replaceAll(/[!-~]/g, (character) =>
          String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0),
        );
        assert.equal(codeKey(wide), codeKey(text));
      }),
    );
  });

  it('is its own key, and the key of the normalised code', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(codeKey(codeKey(text)), codeKey(text));
        assert.equal(codeKey(normaliseCode(text)), codeKey(text));
      }),
    );
  });
});
