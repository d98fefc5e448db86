import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  doubtRestored,
  listUsesNeedingAttention,
  readLead,
  releaseLeads,
  retryLead,
  retryRedemption,
  settleLeadByHand,
} from '../../../src/proxy/index.ts';
import type { LeadState, RedemptionState, Store } from '../../../src/store/index.ts';
import { createStage, sendLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { check, contact } from '../../support/proxy/vendor-calls.ts';
import { testCipher } from '../../support/store/test-cipher.ts';
import { testStore } from '../../support/store/test-store.ts';

const outside = { contacts: true, promoCodes: true };
const own = { contacts: false, promoCodes: false };

/** A lead with a code that was not sent yet when the backup was made. */
async function unsentLead(): Promise<{ stage: Stage; ref: string }> {
  // Encrypted: a text that is written to many rows at once cannot be the same in each.
  const store = await testStore({ cipher: testCipher('one') });
  const stage = await createStage({ store });
  return { stage, ref: await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' }) };
}

/** Restores our rows to what they were; the vendors still know what was sent since. */
async function restored({ store, work }: Stage, ref: string): Promise<void> {
  await takenBack(store, work);
  assert.equal((await readLead(store, ref))?.lead.state, 'pending');
}

async function takenBack(store: Store, meanwhile: () => Promise<unknown>): Promise<void> {
  const progress = ['state', 'attempts', 'due_at', 'lease_until', 'fence'] as const;
  const lead = await store
    .selectFrom('leads')
    .select([...progress, 'doubts'])
    .execute();
  const codes = await store.selectFrom('redemptions').select(progress).execute();
  await meanwhile();
  for (const row of lead) await store.updateTable('leads').set(row).execute();
  for (const row of codes) await store.updateTable('redemptions').set(row).execute();
}

/** States in which a lead may rest, the state of its code then, and how a person sends it again. */
const ways: readonly [
  LeadState,
  RedemptionState,
  (store: Store, ref: string, now: number) => Promise<unknown>,
][] = [
  ['delivered', 'held', (store, ref, now) => retryRedemption(store, `lead:${ref}`, now)],
  ['held', 'waiting', retryLead],
  ['rejected', 'released', retryLead],
  ['dead', 'released', retryLead],
  ['quarantined', 'released', (store, ref, now) => releaseLeads(store, [ref], now)],
  [
    'rejected',
    'released',
    (store, ref, now) => settleLeadByHand(store, ref, { state: 'delivered', contactId: '1' }, now),
  ],
];

const sent = ({ calls }: Stage, path: string): number =>
  calls.filter((called) => called === path).length;

describe('doubtRestored()', () => {
  it('makes no second contact of a lead that was delivered since, and no other outcome', async () => {
    const { stage, ref } = await unsentLead();
    await restored(stage, ref);
    const doubts = await doubtRestored(stage.store, { now: stage.now, elsewhere: outside });
    assert.deepEqual(doubts, { leads: 1, promo_codes: 1 });
    await stage.work();
    const { lead } = (await readLead(stage.store, ref)) ?? {};
    assert.deepEqual([lead?.state, sent(stage, contact)], ['delivered', 2]);
    const contacts = await stage.store.selectFrom('contacts').select('id').execute();
    assert.equal(contacts.length, 1);
  });

  it('uses no code a second time, and leaves it to a person', async () => {
    const { stage, ref } = await unsentLead();
    await restored(stage, ref);
    await doubtRestored(stage.store, { now: stage.now, elsewhere: outside });
    await stage.work();
    assert.equal(sent(stage, check), 1);
    const [waiting] = await listUsesNeedingAttention(stage.store);
    assert.equal(waiting?.lead_ref, ref);
  });

  it('uses no code a second time for a lead that a person sends again', async () => {
    for (const [leadState, state, sendOn] of ways) {
      const { stage, ref } = await unsentLead();
      const { store } = stage;
      await store.updateTable('leads').set({ state: leadState, due_at: null }).execute();
      await store.updateTable('redemptions').set({ state }).execute();
      const carryOn = async (): Promise<void> => {
        await sendOn(store, ref, stage.now);
        await stage.work();
        const { lead } = (await readLead(store, ref)) ?? {};
        assert.equal(lead?.state, 'delivered', `${leadState}, and our own echo is known`);
      };
      await takenBack(store, carryOn);
      await doubtRestored(store, { now: stage.now, elsewhere: outside });
      await carryOn();
      assert.equal(sent(stage, check), 1, `${leadState}, ${state}`);
      assert.equal((await listUsesNeedingAttention(store)).length, 1, `${leadState}, ${state}`);
    }
  });

  it('answers no key with a second use of a code', async () => {
    const stage = await createStage();
    const redeem = async (): Promise<unknown> =>
      (
        await stage.post('/v1/promo-codes/redeem', { code: 'ONCE' }, withKey('a-redeem-key'))
      ).json();
    stage.faults.set(check, () =>
      Promise.resolve(Response.json({ type: 'error', msg: 'Invalid token' })),
    );
    await redeem();
    stage.faults.clear();
    stage.calls.length = 0;
    await takenBack(stage.store, async () => {
      assert.deepEqual(await redeem(), { status: 'redeemed', code: 'ONCE' });
    });
    const doubts = await doubtRestored(stage.store, { now: stage.now, elsewhere: outside });
    assert.deepEqual(doubts, { leads: 0, promo_codes: 1 });
    assert.deepEqual(await redeem(), { status: 'unconfirmed' });
    assert.equal(sent(stage, check), 1);
  });

  it('sends a lead that had not been sent', async () => {
    const { stage, ref } = await unsentLead();
    await doubtRestored(stage.store, { now: stage.now, elsewhere: outside });
    await stage.work();
    assert.equal((await readLead(stage.store, ref))?.lead.state, 'delivered');
  });

  it('doubts nothing of a vendor that was restored with it', async () => {
    const { stage, ref } = await unsentLead();
    const doubts = await doubtRestored(stage.store, { now: stage.now, elsewhere: own });
    assert.deepEqual(doubts, { leads: 0, promo_codes: 0 });
    assert.equal((await readLead(stage.store, ref))?.lead.state, 'pending');
  });
});
