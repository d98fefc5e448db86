import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LeadRequest, validate } from '../../../src/contract/index.ts';
import {
  checkField,
  type FieldName,
  normaliseField,
} from '../../../src/elements/lead-form/fields.ts';

const lead: LeadRequest = {
  first_name: 'Ayu',
  last_name: 'Lestari',
  phone: '628123456789',
  product: 'jump-rope',
};

const character = fc.oneof(
  fc.string({ unit: fc.constantFrom('0', '7', ' ', '+', '-', '('), minLength: 1, maxLength: 1 }),
  fc.constantFrom('٣', '８', '😀', '\u200b', '\u200d', '\u0000', '\ue000'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const text = fc.oneof(
  fc.string({ unit: character, maxLength: 20 }),
  fc.string({ unit: character, minLength: 60, maxLength: 70 }),
  fc.string({ unit: character, minLength: 250, maxLength: 260 }),
);

describe('checkField()', () => {
  for (const name of ['first_name', 'last_name', 'phone', 'product'] satisfies FieldName[]) {
    it(`finds in ${name} what the contract's LeadRequest finds`, () => {
      fc.assert(
        fc.property(text, (value) => {
          const result = validate(LeadRequest, { ...lead, [name]: value });
          const expected = result.ok ? undefined : result.errors[0]?.code;
          assert.equal(checkField(name, value), expected);
          if (result.ok) assert.equal(normaliseField(name, value), result.value[name]);
        }),
        { numRuns: 2_000 },
      );
    });
  }
});
