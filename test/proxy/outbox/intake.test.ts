import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leadFingerprint, newReceipt, storeLead } from '../../../src/proxy/outbox/intake.ts';
import { goodLead } from '../../support/proxy-stage.ts';
import { testStore } from '../../support/test-store.ts';

const now = 1_000_000;

describe('storeLead()', () => {
  it('lets one of two with one key win, and stores nothing of the other', async () => {
    const store = await testStore();
    const lead = { ...goodLead, phone: '628123456789', click_id: 'direct', promo_code: 'ONCE' };
    const send = (): Promise<boolean> =>
      storeLead(store, {
        lead,
        keyHash: 'one key',
        fingerprint: 'one request',
        receipt: newReceipt(now, undefined),
        now,
      });
    const [first, second] = await Promise.all([send(), send()]);
    assert.notEqual(first, second);
    for (const table of ['leads', 'redemptions', 'idempotency_keys'] as const) {
      assert.equal((await store.selectFrom(table).selectAll().execute()).length, 1, table);
    }
  });
});

describe('leadFingerprint()', () => {
  const lead = { ...goodLead, phone: '628123456789', click_id: 'direct' };

  it('is what it ever was: a key that was stored before an upgrade is known after it', async () => {
    const known = '29adf4fd10cb79fc3b0f7406a13d518c14ded68df2fbac7dbd634b81f6bf786d';
    assert.equal(await leadFingerprint(lead), known);
    assert.equal(await leadFingerprint({ ...lead, extra: {} }), known);
  });
});
