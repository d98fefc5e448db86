import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { phoneForms } from '../../src/contract/phone-forms.ts';
import { isPhone } from '../../src/contract/phone.ts';

/** Ways in which people write one Indonesian number. */
const forms = ['6281277770001', '081277770001', '81277770001', '62081277770001', '006281277770001'];

describe('phoneForms()', () => {
  it('finds from each form of a number every other one that is a phone', () => {
    const phones = forms.filter(isPhone);
    for (const phone of phones) {
      const found = phoneForms(phone);
      const others = phones.filter((other) => other !== phone);
      assert.deepEqual(
        others.filter((other) => !found.includes(other)),
        [],
        phone,
      );
    }
  });

  it('recognises the country code of a number, and removes nothing else', () => {
    assert.ok(phoneForms('12025550123').includes('2025550123'));
    assert.ok(phoneForms('380441234567').includes('0441234567'));
    assert.ok(!phoneForms('380441234567').includes('80441234567'));
    assert.ok(!phoneForms('6281277770001').includes('6281277770002'));
  });

  it('returns only phones, each once, and never the given one', () => {
    const phone = fc.stringMatching(/^\d{8,14}$/);
    fc.assert(
      fc.property(phone, (any) => {
        const found = phoneForms(any);
        assert.ok(found.every(isPhone));
        assert.equal(new Set(found).size, found.length);
        assert.ok(!found.includes(any));
      }),
    );
  });
});
