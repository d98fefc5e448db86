import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { LeadRequest } from '../../../src/contract/lead.ts';
import { validate } from '../../../src/contract/validate.ts';
import { readFormFields } from '../../../src/proxy/routes/form-fields.ts';
import { anyText } from '../../support/any-text.ts';

const lead = { first_name: 'Ana', last_name: 'B', phone: '628123456789', product: 'blackmask' };

function read(...entries: readonly [string, string][]): object {
  return readFormFields(new URLSearchParams([...Object.entries(lead), ...entries]));
}

describe('readFormFields()', () => {
  it('takes the page’s own fields by their brackets, boxes of one name as one', () => {
    assert.deepEqual(
      read(['extra[city]', 'Medan'], ['extra[a]', 'x'], ['extra[a]', 'y'], ['extra[b]', '']),
      { ...lead, extra: { city: 'Medan', a: 'x, y' } },
    );
  });

  it('leaves alone what the visitor cannot mend: other names, bad names, one too many', () => {
    const many = Array.from({ length: 20 }, (_, index) => [`extra[${index}]`, 'x'] as const);
    const { extra } = read(
      ['submit', 'Send'],
      ['city', 'x'],
      ['extra', 'x'],
      ['extra[]', 'x'],
      ['extra[__proto__]', 'x'],
      ['extra[constructor]', 'x'],
      ...many.map(([name, value]): [string, string] => [name, value]),
    ) as { extra: object };
    assert.deepEqual(
      Object.keys(extra),
      Array.from({ length: 16 }, (_, index) => String(index)),
    );
  });

  it('notes that the trap was filled in', () => {
    assert.deepEqual(read(['trap', '']), lead);
    assert.deepEqual(read(['trap', 'http://spam.example']), { ...lead, signals: { trap: true } });
  });

  it('makes no lead that is refused for more than a length, whatever else the form holds', () => {
    const name = fc.oneof(
      anyText.map((text) => `extra[${text}]`),
      anyText.map((text) => `x${text}`),
      fc.constant('trap'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, anyText)), (entries) => {
        const result = validate(LeadRequest, read(...entries));
        assert.ok(result.ok || result.errors.every(({ code }) => code === 'too_long'));
      }),
    );
  });
});
