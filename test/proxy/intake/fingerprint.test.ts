import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { LeadRequest, usableClickId, validate } from '../../../src/contract/index.ts';
import { leadFingerprint } from '../../../src/proxy/intake/fingerprint.ts';
import { anyText } from '../../support/any-text.ts';

/** The fields of a lead as the proxy has them after parsing. */
async function fingerprintOf(fields: object): Promise<string | undefined> {
  const parsed = validate(LeadRequest, { product: 'blackmask', ...fields });
  if (!parsed.ok) return undefined;
  return leadFingerprint(parsed.value);
}

const invisible = fc.constantFrom('', '\u200B', '\u00AD', '\uFEFF', '\u2066');
const between = fc.constantFrom('', ' ', '-', '.', '\u2011', '\u00A0', '/');
const digits = fc.stringMatching(/^[1-9][0-9]{7,13}$/);
const word = fc.stringMatching(/^[A-Za-z]{1,12}$/);
const personName = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ]{1,12}$/);
/** In lower case, because codes that differ in case alone are one. */
const promoCode = fc.stringMatching(/^[a-z0-9]{1,12}$/);

/** The same text as another program, keyboard or paste may write it. */
function respelled(text: string, filler: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const fillers = fc.array(filler, { minLength: text.length, maxLength: text.length });
  return fillers.map((all) => Array.from(text, (one, at) => one + (all[at] ?? '')).join(''));
}

describe('leadFingerprint()', () => {
  it('is the same for a lead however it is spelled', async () => {
    const spellings = fc
      .record({ name: personName, phone: digits, code: promoCode })
      .chain((lead) =>
        fc.record({
          lead: fc.constant(lead),
          name: respelled(lead.name.normalize('NFD'), invisible),
          phone: respelled(lead.phone, between).map((phone) => `+${phone}`),
          code: respelled(lead.code, invisible).map((text) => ` ${text.toUpperCase()} `),
        }),
      );
    const property = fc.asyncProperty(spellings, async ({ lead, name, phone, code }) => {
      const one = { first_name: lead.name, last_name: lead.name, phone: lead.phone };
      const other = { first_name: name, last_name: ` ${name}`, phone };
      const known = await fingerprintOf({ ...one, promo_code: lead.code });
      assert.ok(known !== undefined);
      assert.equal(await fingerprintOf({ ...other, promo_code: code }), known);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('is the same in any order of a page’s own fields', async () => {
    const lead = { first_name: 'Ana', last_name: 'Sari', phone: '628123456789' };
    const known = await fingerprintOf({ ...lead, extra: { city: 'Medan', note: 'A' } });
    assert.equal(await fingerprintOf({ ...lead, extra: { note: 'A', city: 'Medan' } }), known);
    assert.notEqual(await fingerprintOf({ ...lead, extra: { city: 'A', note: 'Medan' } }), known);
  });

  it('is the same wherever the visitor came from', async () => {
    const lead = { first_name: 'Ana', last_name: 'Sari', phone: '628123456789' };
    const touch = { click_id: 'c-1', at: '2026-11-21T12:00:00.000Z' };
    const told = { click_id: 'c-1', attribution: { first: touch }, signals: { elapsed_ms: 9 } };
    assert.equal(await fingerprintOf({ ...lead, ...told }), await fingerprintOf(lead));
  });

  it('is another one if the visitor entered anything else', async () => {
    const lead = fc.record({
      first_name: word,
      last_name: word,
      phone: digits,
      promo_code: promoCode,
      company: word,
      extra: fc.record({ city: word, note: word }),
    });
    const property = fc.asyncProperty(lead, lead, async (one, other) => {
      const known = await fingerprintOf(one);
      for (const [field, value] of Object.entries(other)) {
        const isSame = JSON.stringify({ ...one, [field]: value }) === JSON.stringify(one);
        assert.equal((await fingerprintOf({ ...one, [field]: value })) === known, isSame, field);
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe('usableClickId()', () => {
  it('returns what it accepts again, and what the vendor accepts', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(1, 300), (some, times) => {
        const text = some.repeat(times);
        const clickId = usableClickId(text);
        assert.equal(usableClickId(clickId), clickId);
        assert.ok(clickId === undefined || (clickId.length > 0 && clickId.length <= 255));
      }),
    );
  });
});
