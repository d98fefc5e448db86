import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listContacts } from '../../../src/backend/index.ts';
import type { CorrectLead } from '../../../src/contract/owner/correct-lead.ts';
import {
  correctLead,
  type CorrectionOutcome,
  settleLeadByHand,
  showLead,
} from '../../../src/proxy/index.ts';
import { collect } from '../../support/collect.ts';
import { createStage, type Fault, type Stage, sendLead } from '../../support/proxy-stage.ts';

const contact = '/api/make/contact';
const check = '/api/checkPromocode';
const quietMs = 60_000;
const wrong = '628123456789';
const right = '628123456780';
const products = [{ slug: 'garcinia-cambogia', aliases: ['cambogia'] }, { slug: 'blackmask' }];
const answers =
  (status: string): Fault =>
  async () =>
    Response.json({ status });
const lost: Fault = () => Promise.reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));

/** A lead that the vendor refused. */
async function rejectedLead(stage: Stage): Promise<string> {
  stage.faults.set(contact, answers('invalid phone format'));
  const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
  await stage.work();
  stage.faults.clear();
  return ref;
}

function correct(stage: Stage, ref: string, fields: CorrectLead): Promise<CorrectionOutcome> {
  return correctLead(stage.store, { ref, fields, products, now: stage.now });
}

async function storyOf(stage: Stage, ref: string): Promise<readonly unknown[]> {
  const { lead, redemption } = (await showLead(stage.store, ref)) ?? {};
  return [lead?.state, lead?.phone, redemption?.state];
}

const countOf = (stage: Stage, path: string): number =>
  stage.calls.filter((call) => call === path).length;

describe('correctLead() of a lead that was in doubt', () => {
  it('corrects none that the vendor may have as it was, until a person has looked', async () => {
    const stage = await createStage();
    stage.faults.set(contact, lost);
    const ref = await sendLead(stage, 'a-lead-key');
    for (let round = 1; round <= 4; round += 1) {
      await stage.work();
      stage.now += quietMs;
    }
    stage.faults.clear();
    assert.deepEqual((await storyOf(stage, ref)).slice(0, 2), ['held', wrong]);
    assert.deepEqual(await correct(stage, ref, { phone: right }), { status: 'in_doubt' });
    assert.deepEqual((await storyOf(stage, ref)).slice(0, 2), ['held', wrong]);
    await settleLeadByHand(stage.store, ref, { state: 'rejected' }, stage.now);
    assert.equal((await correct(stage, ref, { phone: right })).status, 'queued');
    await stage.work();
    assert.deepEqual((await storyOf(stage, ref)).slice(0, 2), ['delivered', right]);
  });

  it('takes no "double phone" for an echo that is the right phone’s own', async () => {
    for (const doubtsAfter of [0, 1]) {
      const stage = await createStage();
      const answer = [lost, answers('invalid phone format')];
      stage.faults.set(contact, (...call) => (answer.shift() ?? lost)(...call));
      const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
      await stage.work();
      stage.now += quietMs;
      await stage.work();
      assert.deepEqual(await storyOf(stage, ref), ['rejected', wrong, 'released']);
      // Between the old doubt and the new one the right phone was known upstream already.
      stage.now += 1000;
      stage.faults.set(contact, answers('double phone'));
      await sendLead(stage, 'another-key', { phone: right });
      await stage.work();
      stage.now += 1000;
      await correct(stage, ref, { phone: right });
      if (doubtsAfter > 0) stage.faults.set(contact, lost);
      await stage.work();
      stage.faults.set(contact, answers('double phone'));
      stage.now += quietMs;
      await stage.work();
      assert.deepEqual(
        await storyOf(stage, ref),
        ['duplicate', right, 'released'],
        `${doubtsAfter}`,
      );
      assert.equal(countOf(stage, check), 0, 'no code is burnt for it');
    }
  });

  it('knows the echo of a corrected lead’s own call', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    stage.faults.set(contact, async (request, answer) => {
      await answer(request);
      return lost(request, answer);
    });
    await correct(stage, ref, { phone: right });
    await stage.work();
    stage.faults.clear();
    stage.now += quietMs;
    await stage.work();
    assert.deepEqual(await storyOf(stage, ref), ['delivered', right, 'redeemed']);
    assert.equal((await collect(listContacts(stage.store))).length, 1);
  });

  it('keeps a doubt that only a restored backup knows of', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    // The backup was put back: the right phone may have been sent since.
    await stage.store.updateTable('leads').set({ doubts: 1 }).execute();
    stage.faults.set(contact, answers('double phone'));
    await correct(stage, ref, { phone: right });
    await stage.work();
    assert.deepEqual(await storyOf(stage, ref), ['delivered', right, 'redeemed']);
  });
});
