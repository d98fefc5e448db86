import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listContacts } from '../../../src/backend/index.ts';
import { settleLeadByHand } from '../../../src/proxy/index.ts';
import { collect } from '../../support/collect.ts';
import { createStage, sendLead } from '../../support/proxy/proxy-stage.ts';
import { answers, check, contact, countOf, lostCall } from '../../support/proxy/vendor-calls.ts';
import { correct, outcomeOf, rejectedLead, right, wrong } from './correct-stage.ts';

const quietMs = 60_000;

describe('correctLead() of a lead that was in doubt', () => {
  it('corrects no lead that the vendor may have uncorrected, until a person has looked', async () => {
    const stage = await createStage();
    stage.faults.set(contact, lostCall);
    const ref = await sendLead(stage, 'a-lead-key');
    for (let round = 1; round <= 4; round += 1) {
      await stage.work();
      stage.now += quietMs;
    }
    stage.faults.clear();
    assert.deepEqual((await outcomeOf(stage, ref)).slice(0, 2), ['held', wrong]);
    assert.deepEqual(await correct(stage, ref, { phone: right }), { status: 'in_doubt' });
    assert.deepEqual((await outcomeOf(stage, ref)).slice(0, 2), ['held', wrong]);
    await settleLeadByHand(stage.store, ref, { state: 'rejected' }, stage.now);
    assert.equal((await correct(stage, ref, { phone: right })).status, 'queued');
    await stage.work();
    assert.deepEqual((await outcomeOf(stage, ref)).slice(0, 2), ['delivered', right]);
  });

  it('takes no "double phone" for an echo if the right phone was known upstream', async () => {
    for (const doubtsAfter of [0, 1]) {
      const stage = await createStage();
      const answer = [lostCall, answers('invalid phone format')];
      stage.faults.set(contact, (...call) => (answer.shift() ?? lostCall)(...call));
      const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
      await stage.work();
      stage.now += quietMs;
      await stage.work();
      assert.deepEqual(await outcomeOf(stage, ref), ['rejected', wrong, 'released']);
      // Between the old doubt and the new one the right phone was known upstream already.
      stage.now += 1000;
      stage.faults.set(contact, answers('double phone'));
      await sendLead(stage, 'another-key', { phone: right });
      await stage.work();
      stage.now += 1000;
      await correct(stage, ref, { phone: right });
      if (doubtsAfter > 0) stage.faults.set(contact, lostCall);
      await stage.work();
      stage.faults.set(contact, answers('double phone'));
      stage.now += quietMs;
      await stage.work();
      assert.deepEqual(
        await outcomeOf(stage, ref),
        ['duplicate', right, 'released'],
        `${doubtsAfter}`,
      );
      assert.equal(countOf(stage, check), 0, 'no code is burnt for it');
    }
  });

  it('recognises the echo of a corrected lead’s own call', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    stage.faults.set(contact, async (request, answer) => {
      await answer(request);
      return lostCall(request, answer);
    });
    await correct(stage, ref, { phone: right });
    await stage.work();
    stage.faults.clear();
    stage.now += quietMs;
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['delivered', right, 'redeemed']);
    assert.equal((await collect(listContacts(stage.store))).length, 1);
  });

  it('keeps a doubt that only a restored backup knows of', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    // The backup was restored: the right phone may have been sent since.
    await stage.store.updateTable('leads').set({ doubts: 1 }).execute();
    stage.faults.set(contact, answers('double phone'));
    await correct(stage, ref, { phone: right });
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['delivered', right, 'redeemed']);
  });
});
