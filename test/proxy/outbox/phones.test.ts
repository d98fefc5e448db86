import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLead, retryLead } from '../../../src/proxy/index.ts';
import { createStage, type Fault, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import {
  answers,
  check,
  contact,
  countOf,
  lostAnswer,
  lostCall,
  refusedConnection,
} from '../../support/proxy/vendor-calls.ts';

const quietMs = 60_000;

/** The answer is lost, after the contact was made or before. */
const lost = (isMade: boolean): Fault => (isMade ? lostAnswer : lostCall);

async function accept(stage: Stage, key: string): Promise<string> {
  return sendLead(stage, key, { promo_code: 'WELCOME10' });
}

async function endOf(stage: Stage, ref: string): Promise<readonly unknown[]> {
  const { lead, redemption } = (await readLead(stage.store, ref)) ?? {};
  return [lead?.state, redemption?.state];
}

describe('two leads of one phone', () => {
  it('are not sent together, not even while the outcome of the first is unknown', async () => {
    for (const isMade of [true, false]) {
      const stage = await createStage();
      stage.faults.set(contact, lost(isMade));
      const first = await accept(stage, 'the-first-lead');
      await stage.work();
      stage.faults.clear();
      const second = await accept(stage, 'the-second-lead');
      // To ask again at once would find the second still waiting.
      assert.equal(await stage.work(), stage.now + quietMs);
      assert.equal(countOf(stage, contact), 1);
      stage.now += quietMs;
      await stage.work();
      assert.deepEqual(await endOf(stage, first), ['delivered', 'redeemed']);
      assert.deepEqual(await endOf(stage, second), ['duplicate', 'released']);
      assert.equal(countOf(stage, check), 1);
    }
  });

  it('make one contact: "double phone" after a doubt is not an echo if the contact is the other’s', async () => {
    const stage = await createStage();
    const first = await accept(stage, 'the-first-lead');
    await stage.work();
    assert.deepEqual(await endOf(stage, first), ['delivered', 'redeemed']);
    stage.faults.set(contact, lostCall);
    const second = await accept(stage, 'the-second-lead');
    await stage.work();
    stage.faults.clear();
    stage.now += quietMs;
    await stage.work();
    assert.deepEqual(await endOf(stage, second), ['duplicate', 'released']);
    assert.equal(countOf(stage, check), 1, 'no code is burnt for it');
  });

  it('use no code if the vendor had the phone before, as it said of the first', async () => {
    for (const isTogether of [false, true]) {
      const stage = await createStage({ concurrency: 1 });
      const first = await accept(stage, 'the-first-lead');
      let second = isTogether ? await accept(stage, 'the-second-lead') : '';
      let answered = 0;
      stage.faults.set(contact, (request, answer) => {
        stage.now += 1000;
        answered += 1;
        const fault = answered === 2 ? lostCall : answers('double phone');
        return fault(request, answer);
      });
      await stage.work();
      if (!isTogether) second = await accept(stage, 'the-second-lead');
      await stage.work();
      stage.now += quietMs;
      await stage.work();
      for (const ref of [first, second]) {
        assert.deepEqual(await endOf(stage, ref), ['duplicate', 'released']);
      }
      assert.equal(countOf(stage, check), 0);
    }
  });

  it('use no code if the first was often in doubt after the second was a duplicate', async () => {
    for (const doubts of [1, 2, 3, 4]) {
      const stage = await createStage({ concurrency: 1 });
      stage.faults.set(contact, refusedConnection);
      const first = await accept(stage, 'the-first-lead');
      await stage.work();
      stage.faults.set(contact, answers('double phone'));
      const second = await accept(stage, 'the-second-lead');
      stage.now += 500;
      await stage.work();
      assert.deepEqual(await endOf(stage, second), ['duplicate', 'released']);
      stage.now += quietMs;
      stage.faults.set(contact, lostCall);
      for (let doubt = 0; doubt < doubts; doubt += 1) {
        await stage.work();
        stage.now += quietMs;
      }
      stage.faults.set(contact, answers('double phone'));
      await retryLead(stage.store, first, stage.now);
      await stage.work();
      assert.deepEqual(await endOf(stage, first), ['duplicate', 'released'], `${doubts} doubts`);
      assert.equal(countOf(stage, check), 0);
    }
  });

  it('are told apart if the second was a duplicate of the first one’s contact', async () => {
    // The clock may have been set back since.
    for (const hours of [0, -1]) {
      const stage = await createStage();
      stage.faults.set(contact, lostAnswer);
      const first = await accept(stage, 'the-first-lead');
      for (let round = 1; round <= 4; round += 1) {
        await stage.work();
        stage.now += quietMs;
        // Only the first call went through.
        stage.faults.set(contact, lostCall);
      }
      assert.deepEqual(await endOf(stage, first), ['held', 'waiting']);
      stage.faults.clear();
      stage.now += hours * 3_600_000;
      const second = await accept(stage, 'the-second-lead');
      await stage.work();
      assert.deepEqual(await endOf(stage, second), ['duplicate', 'released']);
      stage.now += 1000;
      await retryLead(stage.store, first, stage.now);
      await stage.work();
      assert.deepEqual(await endOf(stage, first), ['delivered', 'redeemed']);
    }
  });
});
