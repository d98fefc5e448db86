import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listLeads } from '../../../src/proxy/index.ts';
import { claimLead, settleLead } from '../../../src/proxy/outbox/lead-queue.ts';
import { claimDueRedemption } from '../../../src/proxy/outbox/redemption-queue.ts';
import type { Store } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import {
  createStage,
  type Fault,
  goodLead,
  sendLead,
  type Stage,
  withKey,
} from '../../support/proxy/proxy-stage.ts';
import { contact } from '../../support/proxy/vendor-calls.ts';
import { twoStores } from '../../support/store/two-stores.ts';

/** A proxy and a worker for each of two servers, with their own connections to one database. */
async function twoStages(): Promise<readonly [Stage, Stage]> {
  const [one, other] = await twoStores();
  return [await createStage({ store: one }), await createStage({ store: other })];
}

describe('two workers on one database', () => {
  it('take each lead once, and never call for one phone twice at once', async () => {
    const stages = await twoStages();
    const running = new Map<string, number>();
    let most = 0;
    const watched: Fault = async (request, answer) => {
      const { phone = '' } = Object.fromEntries(new URLSearchParams(await request.clone().text()));
      const now = (running.get(phone) ?? 0) + 1;
      most = Math.max(most, now);
      running.set(phone, now);
      const reply = await answer(request);
      running.set(phone, now - 1);
      return reply;
    };
    for (const [index, stage] of stages.entries()) {
      stage.faults.set(contact, watched);
      for (let lead = 0; lead < 30; lead += 1) {
        await sendLead(stage, `lead-${index}-${lead}`, { phone: String(62810000000 + (lead % 4)) });
      }
    }
    // A worker ends its round if all that is due is of phones that another worker calls for.
    const isDone = async (): Promise<boolean> => {
      const leads = await collect(listLeads(stages[0].store));
      // On this clock a lead that is due later would wait for ever.
      const later = leads.filter(({ due_at }) => (due_at ?? 0) > stages[0].now);
      assert.deepEqual(
        later.map(({ state, detail }) => [state, detail]),
        [],
      );
      return leads.every(({ due_at }) => due_at === null);
    };
    while (!(await isDone())) await Promise.all(stages.map((stage) => stage.work()));
    const states = (await collect(listLeads(stages[0].store))).map(({ state }) => state);
    assert.equal(states.filter((state) => state === 'delivered').length, 4);
    assert.equal(states.filter((state) => state === 'duplicate').length, 56);
    const calls = stages.flatMap((stage) => stage.calls.filter((path) => path === contact));
    assert.equal(calls.length, 60);
    assert.equal(most, 1);
  });

  it('claim one of two leads of one phone, whichever worker comes first', async () => {
    const [one, other] = await twoStages();
    for (let round = 0; round < 20; round += 1) {
      await sendLead(one, `first-lead-${round}`, { phone: String(62820000000 + round) });
      await sendLead(one, `other-lead-${round}`, { phone: String(62820000000 + round) });
      const claimed = await Promise.all([
        claimLead(one.store, one.now),
        claimLead(other.store, one.now),
      ]);
      const leads = claimed.filter((lead) => lead !== undefined);
      assert.equal(leads.length, 1, `round ${round}`);
      for (const state of ['delivered', 'duplicate'] as const) {
        const lead = leads[0] ?? (await claimLead(one.store, one.now));
        assert(lead);
        const end = { state, due_at: null, doubts: 0, contact_id: null, detail: null };
        assert(await settleLead(one.store, lead, end, one.now));
        leads.length = 0;
      }
    }
  });

  it('claim each redemption once', async () => {
    const stages = await twoStages();
    const [{ store, now }] = stages;
    for (let index = 0; index < 40; index += 1) {
      const lead = { ...goodLead, phone: String(62830000000 + index), promo_code: 'WELCOME10' };
      await stages[0].post('/v1/leads', lead, withKey(`with-a-code-${index}`));
    }
    await store.updateTable('redemptions').set({ state: 'pending', due_at: now }).execute();
    const claimAll = async (on: Store): Promise<number> => {
      let claimed = 0;
      while (await claimDueRedemption(on, now)) claimed += 1;
      return claimed;
    };
    const workers = stages.flatMap((stage) => Array.from({ length: 4 }, () => stage.store));
    const counts = await Promise.all(workers.map(claimAll));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      40,
    );
    const rows = await store.selectFrom('redemptions').select(['fence', 'attempts']).execute();
    assert(rows.every(({ fence, attempts }) => fence === 1 && attempts === 1));
  });

  it('answer a visitor who waits at one with what the other delivered', async () => {
    const [one, other] = await twoStores();
    const waiting = await createStage({ store: one, waits: true });
    const delivering = await createStage({ store: other });
    const reply = waiting.post('/v1/leads', goodLead, withKey('who-waits'));
    while (!delivering.calls.includes(contact)) {
      await new Promise(setImmediate);
      await delivering.work();
    }
    const { status } = await reply;
    assert.equal(status, 201);
    assert.equal(waiting.calls.includes(contact), false);
  });

  it('take over from each other: what one left in mid-call the other settles', async () => {
    const [one, other] = await twoStages();
    one.faults.set(contact, async (request, answer) => {
      await answer(request);
      return new Promise(() => {});
    });
    await sendLead(one, 'left-in-mid-call');
    // It ends after the test, when the store is gone.
    one.work().catch(() => undefined);
    while (!one.calls.includes(contact)) await new Promise(setImmediate);
    for (const _ of ['the lease', 'the quiet time']) {
      other.now += 60_000;
      await other.work();
    }
    const [lead] = await collect(listLeads(other.store));
    assert.deepEqual([lead?.state, lead?.doubts], ['delivered', 1]);
  });
});
