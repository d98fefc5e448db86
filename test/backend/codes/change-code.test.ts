import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCode, changeCode, endCode } from '../../../src/backend/index.ts';
import { backendFixture } from '../../support/vendors/backend-fixture.ts';

describe('endCode()', () => {
  it('waits for a change of the time zone, and never mixes the two', async () => {
    const { store, company, clock } = await backendFixture();
    const { now } = clock;
    await addCode(store, { company, code: 'SPRING', now });
    const change = { company, code: 'SPRING', timezone: 'Asia/Jakarta', ends: '2026-12-31' };
    await Promise.all([
      endCode(store, { company, code: 'SPRING', now }),
      changeCode(store, change),
    ]);
    const [row] = await store.selectFrom('promo_codes').select(['timezone', 'ends_at']).execute();
    assert.equal(row?.timezone, 'Asia/Jakarta');
    // Whichever comes last; the end in Jakarta is 12:00 UTC.
    assert.match(String(row.ends_at), /^2026-(?:12-31 23|06-15 18):59:59$/);
  });
});
