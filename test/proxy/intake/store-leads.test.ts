import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leadFingerprint } from '../../../src/proxy/intake/fingerprint.ts';
import {
  type Intake,
  type IntakeOutcome,
  newReceipt,
  storeLeads,
} from '../../../src/proxy/intake/store-leads.ts';
import { goodLead } from '../../support/proxy/proxy-stage.ts';
import { testStore } from '../../support/store/test-store.ts';
import { twoStores } from '../../support/store/two-stores.ts';

const now = 1_000_000;
const lead = { ...goodLead, phone: '628123456789', click_id: 'direct' };

function intakeOf(keyHash: string, fields: Partial<Intake> = {}): Intake {
  const receipt = newReceipt(now, undefined);
  const withCode = { ...lead, promo_code: 'ONCE' };
  const told = { receipt, refusal: receipt, promoCode: undefined };
  return { lead: withCode, keyHash, fingerprint: 'one request', ...told, now, ...fields };
}

function statesOf(outcomes: readonly IntakeOutcome[]): readonly string[] {
  return outcomes.map(({ status }) => status);
}

describe('storeLeads()', () => {
  it('lets one of two with one key win, and stores nothing of the other', async () => {
    const store = await testStore();
    const known = storeLeads(store, [intakeOf('one key'), intakeOf('one key')]);
    assert.deepEqual(statesOf(await known), ['stored', 'known']);
    const both = [intakeOf('one key'), intakeOf('another key')];
    assert.deepEqual(statesOf(await storeLeads(store, both)), ['known', 'stored']);
    for (const table of ['leads', 'redemptions', 'idempotency_keys'] as const) {
      assert.equal((await store.selectFrom(table).selectAll().execute()).length, 2, table);
    }
  });

  it('stores each key once when two servers receive the same ones at once', async () => {
    const [one, other] = await twoStores();
    const keys = Array.from({ length: 50 }, (_, index) => `key ${(index * 7) % 50}`);
    const outcomes = await Promise.all([
      storeLeads(
        one,
        keys.map((key) => intakeOf(key)),
      ),
      storeLeads(
        other,
        keys.toReversed().map((key) => intakeOf(key)),
      ),
      storeLeads(
        one,
        keys.toSorted().map((key) => intakeOf(key)),
      ),
    ]);
    assert.equal(statesOf(outcomes.flat()).filter((status) => status === 'stored').length, 50);
    assert.equal((await one.selectFrom('leads').selectAll().execute()).length, 50);
  });
});

describe('leadFingerprint()', () => {
  it('never changes, so a key that was stored before an upgrade is known after it', async () => {
    const known = '890cdfcd07234eb223660e134be1204ae0bf4fd7e2fbad60b020e03407a050b0';
    assert.equal(leadFingerprint(lead), known);
    assert.equal(leadFingerprint({ ...lead, extra: {} }), known);
  });
});
