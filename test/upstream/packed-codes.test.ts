import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { codeKey } from '../../src/contract/code.ts';
import { PackedCodes } from '../../src/upstream/packed-codes.ts';
import type { PromoCode } from '../../src/upstream/ports.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('é', '\ud800', ''),
);
const promoCode: fc.Arbitrary<PromoCode> = fc.record(
  {
    // Few, so that some are one code in two spellings.
    code: fc.oneof(text, fc.constantFrom('A', 'a', ' a', 'Ａ', 'B-1', 'b–1')),
    usesLeft: fc.oneof(fc.constant(null), fc.nat({ max: 4 }), fc.nat()),
    timezone: text,
    startsAt: fc.oneof(fc.constant(null), text),
    endsAt: fc.oneof(fc.constant(null), text),
    active: fc.boolean(),
  },
  { noNullPrototype: true },
);

describe('PackedCodes', () => {
  it('holds every code as it came, and finds the last one with a key', () => {
    const property = fc.property(fc.array(promoCode, { maxLength: 60 }), text, (codes, other) => {
      const packed = PackedCodes.from(codes);
      assert.deepEqual(Array.from(packed), codes);
      assert.equal(packed.size, codes.length);
      const byKey = new Map(codes.map((code) => [codeKey(code.code), code]));
      for (const spelling of [...codes.map(({ code }) => code), other]) {
        assert.deepEqual(packed.find(spelling), byKey.get(codeKey(spelling)));
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('subtracts uses from the limits, and shares everything else with the original', () => {
    const uses = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 5 })), { maxLength: 10 });
    const property = fc.property(fc.array(promoCode, { maxLength: 20 }), uses, (codes, taken) => {
      const keyAt = (at: number): string => codeKey(codes[at % codes.length]?.code ?? '');
      const used = new Map(taken.map(([at, times]) => [keyAt(at), times]));
      const expected = codes.map((code) => {
        const left = (code.usesLeft ?? 0) - (used.get(codeKey(code.code)) ?? 0);
        return { ...code, usesLeft: code.usesLeft === null ? null : Math.max(0, left) };
      });
      const packed = PackedCodes.from(codes);
      const less = packed.without(used);
      assert.deepEqual(Array.from(less), expected);
      const byKey = new Map(expected.map((code) => [codeKey(code.code), code]));
      for (const { code } of codes) assert.deepEqual(less.find(code), byKey.get(codeKey(code)));
      assert.deepEqual(Array.from(packed), codes);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('knows how many are active, and the keys of those with a limit, if these are few', () => {
    fc.assert(
      fc.property(fc.array(promoCode, { maxLength: 20 }), fc.nat({ max: 20 }), (codes, max) => {
        const limited = codes.filter(({ usesLeft }) => usesLeft !== null);
        const keys = limited.map(({ code }) => codeKey(code));
        const packed = PackedCodes.from(codes);
        for (const each of [packed, packed.without(new Map())]) {
          assert.equal(each.activeSize, codes.filter(({ active }) => active).length);
          assert.deepEqual(each.limitedKeys(max), keys.length > max ? undefined : keys);
        }
      }),
    );
  });

  it('finds the newer one of a code that was found before', () => {
    const code = {
      code: 'A',
      usesLeft: 1,
      timezone: '',
      startsAt: null,
      endsAt: null,
      active: true,
    };
    const packed = PackedCodes.from([code]);
    assert.equal(packed.find('a')?.usesLeft, 1);
    packed.add({ ...code, usesLeft: 2 });
    assert.equal(packed.find('a')?.usesLeft, 2);
  });

  it('has room for any number of codes and of different terms', () => {
    const size = 20_000;
    const rest = { timezone: 'Asia/Jakarta', startsAt: null, endsAt: null, active: true };
    const nth = (n: number): PromoCode => ({ code: `CODE-${n}`, usesLeft: n % 1500, ...rest });
    const codes = Array.from({ length: size }, (_, n) => nth(n));
    const packed = PackedCodes.from(codes);
    for (const code of codes) assert.deepEqual(packed.find(code.code.toLowerCase()), code);
    assert.equal(packed.find(`code-${size}`), undefined);
  });
});
