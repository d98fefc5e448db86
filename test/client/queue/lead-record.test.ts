import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fieldsOf } from '../../../src/client/lead-fields.ts';
import {
  fingerprintOf,
  type LeadRecord,
  readRecord,
  writeRecord,
} from '../../../src/client/queue/lead-record.ts';

const text = fc.string({ unit: 'binary' });
const lead = fc.record(
  {
    first_name: text,
    last_name: text,
    phone: text,
    product: text,
    promo_code: text,
    click_id: text,
    locale: text,
    extra: fc.dictionary(text, text),
  },
  { requiredKeys: ['first_name', 'last_name', 'phone', 'product'], noNullPrototype: true },
);
const keyed = { key: fc.string({ minLength: 1 }), endpoint: fc.webUrl(), at: fc.nat() };
const record: fc.Arbitrary<LeadRecord> = fc.oneof(
  fc.record({ ...keyed, lead, attempts: fc.nat(), nextAt: fc.nat() }),
  fc.record({ ...keyed, fingerprint: fc.integer() }),
);
const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true });

/** An object as a browser's database returns it. */
const stored = (row: unknown): unknown => structuredClone(row);

describe('readRecord()', () => {
  it('reads what was written', () => {
    fc.assert(
      fc.property(record, (written) => {
        const row = stored(writeRecord(written));
        assert.deepEqual(readRecord(row), JSON.parse(JSON.stringify(written)));
      }),
    );
  });

  it('finds no record in anything else, and throws nothing', () => {
    const row = fc.record(
      { key: fc.oneof(text, anything), text: fc.oneof(text, anything), sum: anything },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(anything, row), (value) => {
        assert.equal(readRecord(value), undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds no record in one that was changed in one place', () => {
    fc.assert(
      fc.property(record, fc.nat(), text, (written, place, change) => {
        const row = writeRecord(written);
        const index = place % row.text.length;
        fc.pre(row.text[index] !== change);
        const damaged = row.text.slice(0, index) + change + row.text.slice(index + 1);
        assert.equal(readRecord({ ...row, text: damaged }), undefined);
        assert.equal(readRecord({ ...row, key: `${row.key}x` }), undefined);
      }),
    );
  });
});

describe('fieldsOf()', () => {
  const one = { first_name: 'Ayu', last_name: 'Sari', phone: '62811', product: 'mask' };

  it('is the same for two leads that differ in where the visitor came from', () => {
    const other = { ...one, click_id: 'A', attribution: { last: { click_id: 'A' } }, locale: 'id' };
    assert.equal(fieldsOf(other), fieldsOf(one));
  });

  it('differs if anything differs that the visitor entered', () => {
    for (const change of [
      { first_name: 'Ayu Sari', last_name: '' },
      { phone: '62812' },
      { product: 'rope' },
      { promo_code: 'SPRING' },
      { company: 'acme' },
      { extra: { size: 'L' } },
    ]) {
      assert.notEqual(fieldsOf({ ...one, ...change }), fieldsOf(one));
    }
  });

  it('leaves nothing of the visitor in a fingerprint, which differs from key to key', () => {
    assert.equal(fingerprintOf(one, 'k1'), fingerprintOf({ ...one }, 'k1'));
    assert.notEqual(fingerprintOf(one, 'k1'), fingerprintOf(one, 'k2'));
  });
});
