import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { purgeLeads, readLead, releaseLeads } from '../../../src/proxy/index.ts';
import { type Intake, newReceipt, storeLeads } from '../../../src/proxy/intake/store-leads.ts';
import { createStage, goodLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { check, contact } from '../../support/proxy/vendor-calls.ts';

const spam = { score: 100, reasons: ['trap', 'hurry'], isQuarantined: true } as const;

/** Stores a lead with a code that has one use. Resolves to its ref. */
async function storedLead(stage: Stage, fields: Partial<Intake> = {}): Promise<string> {
  const { now } = stage;
  const receipt = newReceipt(now, { status: 'valid', code: 'ONCE' });
  const limit = { company: 'demo-company', key: 'once', usesLeft: 1, listedAt: now };
  const intake: Intake = {
    lead: { ...goodLead, phone: '628123456789', click_id: 'direct', promo_code: 'ONCE' },
    keyHash: receipt.ref,
    fingerprint: '',
    promoCode: { verdict: { status: 'valid', code: 'ONCE' }, company: 'demo-company', limit },
    receipt,
    refusal: { ...receipt, promo_code: { status: 'invalid', reason: 'exhausted' } },
    now,
    ...fields,
  };
  const [outcome] = await storeLeads(stage.store, [intake]);
  assert.equal(outcome?.status, 'stored');
  return receipt.ref;
}

async function statesOf(stage: Stage, ref: string): Promise<unknown> {
  const { lead, redemption } = (await readLead(stage.store, ref)) ?? {};
  return [lead?.state, redemption?.state];
}

describe('a lead in quarantine', () => {
  it('is not sent, and holds no use of its code: the next visitor gets that', async () => {
    const stage = await createStage();
    const ref = await storedLead(stage, { spam });
    assert.equal(await stage.work(), undefined);
    assert.deepEqual([await statesOf(stage, ref), stage.calls], [['quarantined', 'released'], []]);
    const { lead } = (await readLead(stage.store, ref)) ?? {};
    assert.deepEqual(
      [lead?.detail, lead?.spam],
      ['looks like spam: trap, hurry', JSON.stringify(spam)],
    );
    const other = { ...goodLead, phone: '628123456780', click_id: 'direct', promo_code: 'ONCE' };
    const honest = await storedLead(stage, { lead: other });
    await stage.work();
    assert.deepEqual(await statesOf(stage, honest), ['delivered', 'redeemed']);
  });

  it('is sent once when it is released, and its code is used after its contact', async () => {
    const stage = await createStage();
    const ref = await storedLead(stage, { spam });
    stage.now += 5000;
    assert.deepEqual(await releaseLeads(stage.store, [ref, 'nobody'], stage.now), new Set([ref]));
    await stage.work();
    assert.deepEqual(await statesOf(stage, ref), ['delivered', 'redeemed']);
    assert.deepEqual(
      stage.calls.filter((path) => path === contact || path === check),
      [contact, check],
    );
    const { attempts = [] } = (await readLead(stage.store, ref)) ?? {};
    assert.deepEqual(
      attempts.map(({ state, detail }) => [state, detail]),
      [
        ['pending', 'released from quarantine by hand'],
        ['delivered', null],
      ],
    );
    assert.deepEqual(await releaseLeads(stage.store, [ref], stage.now), new Set());
    assert.deepEqual(await purgeLeads(stage.store, [ref]), new Set());
    assert.deepEqual(await statesOf(stage, ref), ['delivered', 'redeemed']);
  });

  it('is deleted with its code when it is purged, and its key makes no second lead', async () => {
    const stage = await createStage();
    const ref = await storedLead(stage, { spam });
    const kept = await storedLead(stage);
    assert.deepEqual(await purgeLeads(stage.store, [ref, kept]), new Set([ref]));
    const left = async (table: 'leads' | 'redemptions' | 'idempotency_keys'): Promise<number> =>
      (await stage.store.selectFrom(table).selectAll().execute()).length;
    assert.deepEqual(
      [await left('leads'), await left('redemptions'), await left('idempotency_keys')],
      [1, 1, 2],
    );
    assert.equal(await readLead(stage.store, ref), undefined);
  });
});
