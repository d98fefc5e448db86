import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCode, demoCompany } from '../../../src/backend/index.ts';
import { readLead } from '../../../src/proxy/index.ts';
import { createStage, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { check, contact } from '../../support/proxy/vendor-calls.ts';

const anHourMs = 60 * 60_000;
const aYearMs = 365 * 24 * anHourMs;

async function stateOf(stage: Stage, ref: string): Promise<unknown> {
  return (await readLead(stage.store, ref))?.lead.state;
}

describe('a clock that was ahead and is set back', () => {
  // A hardware clock on Jakarta's time that was taken for UTC, and a slip in the year.
  for (const aheadMs of [7 * anHourMs, 47 * anHourMs, aYearMs]) {
    it(`keeps no lead waiting that came ${aheadMs / anHourMs} hours ahead`, async () => {
      const stage = await createStage();
      stage.now += aheadMs;
      const ref = await sendLead(stage, 'a-lead-key');
      stage.now -= aheadMs;
      await stage.work();
      await stage.work();
      assert.equal(await stateOf(stage, ref), 'delivered');
    });
  }

  it('lets a lead in doubt wait as long as was meant', async () => {
    const stage = await createStage();
    stage.now += 7 * anHourMs;
    stage.faults.set(contact, async () => new Response('', { status: 502 }));
    const ref = await sendLead(stage, 'a-lead-key');
    await stage.work();
    stage.faults.clear();
    stage.now -= 7 * anHourMs;
    await stage.work();
    stage.now += 59_999;
    await stage.work();
    assert.equal(await stateOf(stage, ref), 'in_doubt');
    stage.now += 1;
    await stage.work();
    assert.equal(await stateOf(stage, ref), 'delivered');
  });

  it('counts no use twice that was sent while it was ahead', async () => {
    const stage = await createStage();
    await addCode(stage.store, { company: demoCompany, code: 'TWO', limit: 2, now: stage.now });
    stage.now += 7 * anHourMs;
    await sendLead(stage, 'a-lead-key', { promo_code: 'TWO' });
    await stage.work();
    stage.now -= 7 * anHourMs;
    await stage.work();
    stage.now += 5 * 60_000;
    const reply = await stage.post('/v1/promo-codes/validate', { code: 'TWO' });
    assert.partialDeepStrictEqual(await reply.json(), { status: 'valid' });
  });

  it('keeps no code waiting for which the vendor was busy while it was ahead', async () => {
    const stage = await createStage();
    stage.now += aYearMs;
    stage.faults.set(check, () => Promise.resolve(new Response('', { status: 429 })));
    await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
    await stage.work();
    stage.faults.clear();
    stage.now -= aYearMs;
    await stage.work();
    await stage.work();
    const { state } = await stage.store
      .selectFrom('redemptions')
      .select('state')
      .executeTakeFirstOrThrow();
    assert.equal(state, 'redeemed');
  });

  it('ends a lease that a process left while it was ahead', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-lead-key');
    const left = { state: 'sending', due_at: null, lease_until: stage.now + aYearMs } as const;
    await stage.store.updateTable('leads').set(left).execute();
    assert.equal(await stage.work(), stage.now + 60_000);
    assert.equal(await stateOf(stage, ref), 'in_doubt');
  });
});
