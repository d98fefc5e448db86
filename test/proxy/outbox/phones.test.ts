import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showLead } from '../../../src/proxy/index.ts';
import {
  createStage,
  type Fault,
  goodLead,
  type Stage,
  withKey,
} from '../../support/proxy-stage.ts';

const contact = '/api/make/contact';
const check = '/api/checkPromocode';
const quietMs = 60_000;

/** The answer is lost, after the contact was made or before. */
const lost =
  (isMade: boolean): Fault =>
  async (request, answer) => {
    if (isMade) await answer(request);
    throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  };

async function accept(stage: Stage, key: string): Promise<string> {
  const lead = { ...goodLead, promo_code: 'WELCOME10' };
  const reply = await stage.post('/v1/leads', lead, withKey(key));
  const { ref } = (await reply.json()) as { readonly ref: string };
  return ref;
}

async function endOf(stage: Stage, ref: string): Promise<readonly unknown[]> {
  const { lead, redemption } = (await showLead(stage.store, ref)) ?? {};
  return [lead?.state, redemption?.state];
}

function countOf(stage: Stage, path: string): number {
  return stage.calls.filter((call) => call === path).length;
}

describe('two leads of one phone', () => {
  it('are not under way together, not even while nobody knows what became of the first', async () => {
    for (const isMade of [true, false]) {
      const stage = await createStage();
      stage.faults.set(contact, lost(isMade));
      const first = await accept(stage, 'the-first-lead');
      await stage.work();
      stage.faults.clear();
      const second = await accept(stage, 'the-second-lead');
      // To look again at once would find the second waiting still.
      assert.equal(await stage.work(), stage.now + quietMs);
      assert.equal(countOf(stage, contact), 1);
      stage.now += quietMs;
      await stage.work();
      assert.deepEqual(await endOf(stage, first), ['delivered', 'redeemed']);
      assert.deepEqual(await endOf(stage, second), ['duplicate', 'released']);
      assert.equal(countOf(stage, check), 1);
    }
  });

  it('make one contact: after a doubt "double phone" is no echo where it is the other’s', async () => {
    const stage = await createStage();
    const first = await accept(stage, 'the-first-lead');
    await stage.work();
    assert.deepEqual(await endOf(stage, first), ['delivered', 'redeemed']);
    stage.faults.set(contact, lost(false));
    const second = await accept(stage, 'the-second-lead');
    await stage.work();
    stage.faults.clear();
    stage.now += quietMs;
    await stage.work();
    assert.deepEqual(await endOf(stage, second), ['duplicate', 'released']);
    assert.equal(countOf(stage, check), 1, 'no code is burnt for it');
  });
});
