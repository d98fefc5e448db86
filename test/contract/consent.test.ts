import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { consentTextLengthMax, normaliseConsentText } from '../../src/contract/consent.ts';
import { LeadRequest } from '../../src/contract/lead.ts';
import { isPrintable } from '../../src/contract/text.ts';
import { validate } from '../../src/contract/validate.ts';
import { goodLead } from '../support/proxy/proxy-stage.ts';

const parse = (consent_text: string): ReturnType<typeof validate<LeadRequest>> =>
  validate(LeadRequest, { ...goodLead, consent: true, consent_text });

describe('consent_text', () => {
  it('never makes a lead invalid, whatever a page shows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const kept = normaliseConsentText(text);
        assert.equal(normaliseConsentText(kept), kept);
        assert.doesNotMatch(kept, /[\p{Cc}\p{Cs}]/u);
        assert.ok(parse(text).ok);
      }),
    );
    assert.ok(isPrintable(normaliseConsentText('Half \ud83d of an emoji\0')));
  });

  it('is not normalised with a pile of marks, which would take long to sort', () => {
    const pile = `x${'\u0301\u0323'.repeat(1000)}`;
    assert.equal(normaliseConsentText(pile), pile);
  });

  it(`is refused beyond ${consentTextLengthMax} characters, which no form sends`, () => {
    assert.ok(parse('x'.repeat(consentTextLengthMax)).ok);
    assert.ok(!parse('x'.repeat(consentTextLengthMax + 1)).ok);
    // Bengali's U+09DF is two characters in NFC.
    assert.ok(parse('\u09df'.repeat(consentTextLengthMax)).ok);
    assert.ok(parse('x \n '.repeat(consentTextLengthMax / 2)).ok);
  });
});
