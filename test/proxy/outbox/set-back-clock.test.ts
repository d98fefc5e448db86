import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showLead } from '../../../src/proxy/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy-stage.ts';

const aYearMs = 365 * 24 * 60 * 60_000;

async function accept(stage: Stage): Promise<string> {
  const reply = await stage.post('/v1/leads', goodLead, withKey('a-lead-key'));
  const { ref } = (await reply.json()) as { readonly ref: string };
  return ref;
}

async function stateOf(stage: Stage, ref: string): Promise<unknown> {
  return (await showLead(stage.store, ref))?.lead.state;
}

describe('a clock that was ahead and is set back', () => {
  it('keeps no lead waiting that came meanwhile', async () => {
    const stage = await createStage();
    stage.now += aYearMs;
    const ref = await accept(stage);
    stage.now -= aYearMs;
    await stage.work();
    await stage.work();
    assert.equal(await stateOf(stage, ref), 'delivered');
  });

  it('keeps no code waiting that the vendor was too busy for meanwhile', async () => {
    const stage = await createStage();
    stage.now += aYearMs;
    const check = '/api/checkPromocode';
    stage.faults.set(check, () => Promise.resolve(new Response('', { status: 429 })));
    await stage.post('/v1/leads', { ...goodLead, promo_code: 'ONCE' }, withKey('a-lead-key'));
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

  it('lets no lease last that a process left meanwhile', async () => {
    const stage = await createStage();
    const ref = await accept(stage);
    const left = { state: 'sending', due_at: null, lease_until: stage.now + aYearMs } as const;
    await stage.store.updateTable('leads').set(left).execute();
    assert.equal(await stage.work(), stage.now + 60_000);
    assert.equal(await stateOf(stage, ref), 'in_doubt');
  });
});
