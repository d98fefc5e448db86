import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { LeadRequest, usableClickId } from '../../src/contract/lead.ts';
import { PromoCodeRequest } from '../../src/contract/promo-code.ts';
import { validate, type Validation } from '../../src/contract/validate.ts';
import { anyText } from '../support/any-text.ts';

const lead = { first_name: 'Ana', last_name: 'B', phone: '+62 812-3456-789', product: 'blackmask' };

function parse(changes: object): Validation<LeadRequest> {
  return validate(LeadRequest, { ...lead, ...changes });
}

/** The only error of a lead with this `first_name`. */
function nameError(first_name: unknown): string | undefined {
  const result = parse({ first_name });
  if (result.ok) return undefined;
  assert.deepEqual(
    result.errors.map(({ field }) => field),
    ['first_name'],
  );
  return result.errors[0]?.code;
}

describe('LeadRequest', () => {
  it('normalises what is stored', () => {
    const result = parse({ first_name: ' Jose\u0301\u200B', promo_code: 'save–10 ' });
    assert.ok(result.ok);
    assert.equal(result.value.first_name, 'José');
    assert.equal(result.value.phone, '628123456789');
    assert.equal(result.value.promo_code, 'save-10');
  });

  it('requires a visible name', () => {
    for (const name of ['', ' ', '\t\n\r', '\u200B', '\u1160\u3164', '\u00AD', undefined, null]) {
      assert.equal(nameError(name), 'required', JSON.stringify(name));
    }
  });

  it('refuses a name that is not a string', () => {
    const names: readonly unknown[] = [
      7,
      true,
      {},
      ['Ana'],
      { toString: 1 },
      'Ana\u0007\u001B[31m',
      'a\u2028b',
    ];
    for (const name of [...names, '\uDC00x', '\uFFFF', '😀', '🇮🇩', 'a\u0000b']) {
      assert.equal(nameError(name), 'format', JSON.stringify(name));
    }
  });

  it('takes literally what some program might interpret', () => {
    const literal = [
      'a',
      "O'Connor",
      '<img src=x onerror=alert(1)>',
      'javascript:alert(1)',
      "{{constructor.constructor('alert(1)')()}}",
      "' OR '1'='1' --",
      "\\'; --",
      '$(id)',
      '`id`',
      'http://169.254.169.254/',
      '+1+1',
      '@SUM(A1)',
      '＝1+1',
      'null',
      'undefined',
      '0',
      '1e309',
      '%0d%0a',
      '&token=x&company=2',
      'a\\u0000b',
      '(a+)+$',
      'test',
    ];
    for (const text of literal) {
      const result = parse({ first_name: text });
      assert.ok(result.ok, text);
      assert.equal(result.value.first_name, text);
    }
  });

  it('counts 255 characters, not bytes', () => {
    assert.equal(nameError('é'.repeat(255)), undefined);
    assert.equal(nameError('𝒜'.repeat(255)), undefined);
    assert.equal(nameError('a'.repeat(256)), 'too_long');
  });

  it('counts those of a promo code like a check of the code', () => {
    const isTaken = (promo_code: string): readonly boolean[] => [
      parse({ promo_code }).ok,
      validate(PromoCodeRequest, { code: promo_code }).ok,
    ];
    assert.deepEqual(isTaken('a'.repeat(255)), [true, true]);
    assert.deepEqual(isTaken('a'.repeat(256)), [false, false]);
  });

  it('says what is wrong with a phone', () => {
    const phones = [
      ['', 'required'],
      ['\u200B', 'required'],
      ['abc', 'format'],
      ['1e10', 'format'],
      [628123456789, 'format'],
      ['123', 'too_short'],
      ['1'.repeat(15), 'too_long'],
    ] as const;
    for (const [phone, code] of phones) {
      const result = parse({ phone });
      assert.deepEqual(!result.ok && result.errors, [{ field: 'phone', code }], String(phone));
    }
  });

  it('distinguishes an unknown key from a bad field', () => {
    for (const key of ['foo', 'id', 'status', 'constructor', 'token']) {
      assert.deepEqual(parse({ [key]: 'x' }), { ok: false, errors: [] }, key);
    }
  });

  it('accepts only a consent that was given', () => {
    assert.ok(parse({ consent: true }).ok);
    for (const consent of [false, 'yes', 1]) assert.ok(!parse({ consent }).ok);
  });

  it('parses its own output to the same', () => {
    fc.assert(
      fc.property(anyText, anyText, (first_name, promo_code) => {
        const once = parse({ first_name, promo_code });
        if (once.ok) assert.deepEqual(parse(once.value), once);
      }),
    );
  });

  it('handles any JSON without throwing', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...Object.keys(lead)), fc.jsonValue()),
        (any, changes) => {
          validate(LeadRequest, any);
          parse(changes);
        },
      ),
    );
  });
});

describe('usableClickId()', () => {
  it('drops what the vendor would not take', () => {
    assert.equal(usableClickId(' a=b&c#% '), 'a=b&c#%');
    for (const clickId of [undefined, '', ' ', 'x'.repeat(256), 'a\r\nb']) {
      assert.equal(usableClickId(clickId), undefined);
    }
  });
});
