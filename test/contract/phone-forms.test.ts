import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { phoneForms } from '../../src/contract/phone-forms.ts';
import { isPhone } from '../../src/contract/phone.ts';

/** As people write one number of Indonesia. */
const forms = ['6281277770001', '081277770001', '81277770001', '62081277770001', '006281277770001'];

describe('phoneForms()', () => {
  it('leads from each form of a number to each other one that is a phone', () => {
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

  it('knows which code a number begins with, and takes no other off', () => {
    assert.ok(phoneForms('12025550123').includes('2025550123'));
    assert.ok(phoneForms('380441234567').includes('0441234567'));
    assert.ok(!phoneForms('380441234567').includes('80441234567'));
    assert.ok(!phoneForms('6281277770001').includes('6281277770002'));
  });

  it('has phones alone, each once, and never the one itself', () => {
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
