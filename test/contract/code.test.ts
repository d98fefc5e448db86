import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { codeKey, normaliseCode } from '../../src/contract/code.ts';
import { anyText } from '../support/any-text.ts';

describe('normaliseCode()', () => {
  it('takes out what nobody sees, and trims', () => {
    for (const code of [' SAVE10 ', 'SAVE\u200B10', 'SAVE\u00AD10', '\uFEFFSA\u2060VE10\u3000']) {
      assert.equal(normaliseCode(code), 'SAVE10');
    }
  });

  it('writes full-width letters and every dash as they are on a keyboard', () => {
    assert.equal(normaliseCode('ＳＡＶＥ－10–a—b−c‐d'), 'SAVE-10-a-b-c-d');
  });

  it('leaves alone what only looks the same, and what is no encoding of ours', () => {
    assert.notEqual(normaliseCode('S\u0410VE10'), normaliseCode('SAVE10'));
    for (const code of ['%53AVE10', 'SAVE10%00', 'A&token=x', '*', 'a\\u0000b', 'SAVE 10']) {
      assert.equal(normaliseCode(code), code);
    }
  });

  it('takes for plain ASCII a shorter way to the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (code) => {
        // What nobody sees takes the long way, and is not there in the end.
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

  it('makes no two letters one that differ in more than case', () => {
    assert.notEqual(codeKey('SAVEı'), codeKey('SAVEI'));
    assert.notEqual(codeKey('STRASSE'), codeKey('STRAßE'));
  });

  it('is that of the same code in full-width letters', () => {
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

  it('is its own key, and the key of what the code is normalised to', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.equal(codeKey(codeKey(text)), codeKey(text));
        assert.equal(codeKey(normaliseCode(text)), codeKey(text));
      }),
    );
  });
});
