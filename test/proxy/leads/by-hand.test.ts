import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { addCompany } from '../../../src/backend/index.ts';
import {
  listUsesNeedingAttention,
  readLead,
  releaseLeads,
  retryLead,
  retryLeads,
  retryRedemption,
  settleLeadByHand,
  settleRedemptionByHand,
} from '../../../src/proxy/index.ts';
import {
  createStage,
  type Fault,
  sendLead,
  type Stage,
  withKey,
} from '../../support/proxy/proxy-stage.ts';
import {
  answers,
  check,
  contact,
  countOf,
  holdUp,
  lostAnswer,
  refusedConnection,
} from '../../support/proxy/vendor-calls.ts';

/** A lead with a code, tried once against an upstream whose answers a test decides. */
async function triedLead(faults: Record<string, Fault>): Promise<{ stage: Stage; ref: string }> {
  const stage = await createStage();
  for (const [path, fault] of Object.entries(faults)) stage.faults.set(path, fault);
  const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
  await stage.work();
  stage.faults.clear();
  return { stage, ref };
}

async function outcomeOf(stage: Stage, ref: string): Promise<readonly unknown[]> {
  const { lead, redemption } = (await readLead(stage.store, ref)) ?? {};
  return [lead?.state, lead?.contact_id, redemption?.state];
}

const held = (): ReturnType<typeof triedLead> =>
  triedLead({ [contact]: answers('invalid product name') });

describe('retryRedemption()', () => {
  it('uses a code up whose company was not known, as soon as one is chosen', async () => {
    const before = await createStage({ company: undefined });
    await addCompany(before.store, { title: 'Second', now: before.now });
    const ref = await sendLead(before, 'a-lead-key', { promo_code: 'ONCE' });
    await before.work();
    assert.deepEqual((await outcomeOf(before, ref)).at(-1), 'held');
    const stage = await createStage({ store: before.store });
    const [use] = await listUsesNeedingAttention(stage.store);
    await retryRedemption(stage.store, use?.id ?? '', stage.now);
    await stage.work();
    assert.deepEqual((await outcomeOf(stage, ref)).at(-1), 'redeemed');
  });
});

describe('settleLeadByHand()', () => {
  it('records a contact that a person found, and then uses the code up', async () => {
    const { stage, ref } = await held();
    const decision = { state: 'delivered', contactId: '77' } as const;
    const outcome = await settleLeadByHand(stage.store, ref, decision, stage.now);
    assert.deepEqual(outcome, { status: 'done' });
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['delivered', '77', 'redeemed']);
    const calls = stage.calls.filter((path) => path === contact);
    assert.equal(calls.length, 1, 'nothing is sent again');
    const { attempts } = (await readLead(stage.store, ref)) ?? {};
    assert.equal(attempts?.at(-1)?.detail, 'settled by hand');
  });

  it('releases the code of a rejected lead, and reserves it again with a contact', async () => {
    const { stage, ref } = await held();
    await settleLeadByHand(stage.store, ref, { state: 'rejected' }, stage.now);
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['rejected', null, 'released']);
    assert.ok(!stage.calls.includes(check));
    const decision = { state: 'delivered', contactId: '78' } as const;
    await settleLeadByHand(stage.store, ref, decision, stage.now);
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['delivered', '78', 'redeemed']);
  });

  it('ignores a late answer', async () => {
    const { stage, ref } = await held();
    const { asked, release } = holdUp(stage, contact, answers('contact: 5 created'));
    await stage.store.updateTable('leads').set({ state: 'pending', due_at: 0 }).execute();
    const working = stage.work();
    await asked;
    stage.now += 60_000;
    // Its lease has run out: another process takes the call for lost, and a person decides.
    const expired = await stage.store
      .updateTable('leads')
      .set({ state: 'in_doubt', lease_until: null })
      .execute();
    assert.equal(expired.length, 1);
    await settleLeadByHand(stage.store, ref, { state: 'rejected' }, stage.now);
    release();
    await working;
    assert.deepEqual(await outcomeOf(stage, ref), ['rejected', null, 'released']);
  });

  it('changes no lead that is being sent or is finished', async () => {
    const { stage, ref } = await triedLead({});
    const outcome = await settleLeadByHand(stage.store, ref, { state: 'rejected' }, stage.now);
    assert.deepEqual(outcome, { status: 'not_done', state: 'delivered' });
    const nobody = await settleLeadByHand(stage.store, 'no', { state: 'rejected' }, stage.now);
    assert.deepEqual(nobody, { status: 'unknown' });
  });
});

describe('settleRedemptionByHand()', () => {
  it('ends a doubt as a person found it, without another call', async () => {
    for (const decision of ['redeemed', 'refused'] as const) {
      const { stage, ref } = await triedLead({ [check]: lostAnswer });
      const [open] = await listUsesNeedingAttention(stage.store);
      assert.deepEqual([open?.lead_ref, open?.state], [ref, 'unconfirmed']);
      const id = open?.id ?? '';
      const outcome = await settleRedemptionByHand(stage.store, id, decision, stage.now);
      assert.deepEqual(outcome, { status: 'done' });
      stage.now += 24 * 60 * 60_000;
      await stage.work();
      assert.deepEqual(await outcomeOf(stage, ref), ['delivered', '1', decision]);
      assert.equal(countOf(stage, check), 1);
      assert.deepEqual(await listUsesNeedingAttention(stage.store), []);
      const again = await settleRedemptionByHand(stage.store, id, decision, stage.now);
      assert.deepEqual(again, { status: 'not_done', state: decision });
    }
  });
});

describe('retryRedemption()', () => {
  it('sends one that was held, and never one in doubt', async () => {
    const refused: Fault = () => Promise.resolve(new Response('', { status: 401 }));
    const { stage, ref } = await triedLead({ [check]: refused });
    const [open] = await listUsesNeedingAttention(stage.store);
    assert.equal(open?.state, 'held');
    const outcome = await retryRedemption(stage.store, open.id, stage.now);
    assert.deepEqual(outcome, { status: 'done' });
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['delivered', '1', 'redeemed']);

    const doubt = await triedLead({ [check]: lostAnswer });
    const [unconfirmed] = await listUsesNeedingAttention(doubt.stage.store);
    const again = await retryRedemption(doubt.stage.store, unconfirmed?.id ?? '', doubt.stage.now);
    assert.deepEqual(again, { status: 'not_done', state: 'unconfirmed' });
  });

  const setbacks: Readonly<Record<string, readonly [Fault, waitMs: number]>> = {
    'cannot be reached': [refusedConnection, 30_000],
    'is busy': [() => Promise.resolve(new Response('', { status: 429 })), 1000],
  };
  for (const [what, [fault, waitMs]] of Object.entries(setbacks)) {
    it(`sends one without a lead on until it has its end, where the vendor ${what}`, async () => {
      const stage = await createStage();
      const redeem = async (): Promise<number> => {
        const headers = withKey('a-redeem-key');
        return (await stage.post('/v1/promo-codes/redeem', { code: 'ONCE' }, headers)).status;
      };
      const find = () => stage.store.selectFrom('redemptions').selectAll().executeTakeFirst();
      stage.faults.set(check, fault);
      assert.equal(await redeem(), 503);
      assert.equal((await find())?.due_at, null, 'its caller tries again, and nobody else');
      stage.faults.set(check, () => Promise.resolve(new Response('', { status: 401 })));
      assert.equal(await redeem(), 503);
      const [open] = await listUsesNeedingAttention(stage.store);
      assert.deepEqual([open?.lead_ref, open?.state], [null, 'held']);
      await retryRedemption(stage.store, open?.id ?? '', stage.now);
      stage.faults.set(check, fault);
      assert.equal(await stage.work(), stage.now + waitMs);
      stage.faults.clear();
      stage.now += waitMs;
      await stage.work();
      assert.equal((await find())?.state, 'redeemed');
    });
  }
});

describe('retryLeads()', () => {
  it('sends many again at once, each with its code and a note in its history', async () => {
    const { stage, ref } = await held();
    const { store } = stage;
    const rejected = await sendLead(stage, 'other-lead-key', { phone: '62811111111' });
    const delivered = await sendLead(stage, 'third-lead-key', { phone: '62822222222' });
    await settleLeadByHand(store, ref, { state: 'rejected' }, stage.now);
    await settleLeadByHand(store, rejected, { state: 'rejected' }, stage.now);
    await stage.work();
    await store.updateTable('leads').set({ attempts: 50 }).where('ref', '=', ref).execute();
    stage.now += 20 * 24 * 60 * 60_000;
    const refs = [ref, rejected, delivered, 'nobody'];
    const again = await retryLeads(store, refs, stage.now);
    assert.deepEqual(again, new Set([ref, rejected]));
    const { lead, redemption, attempts } = (await readLead(store, ref)) ?? {};
    assert.deepEqual(
      [lead?.state, lead?.attempts, lead?.tried_since, lead?.due_at, redemption?.state],
      ['pending', 0, stage.now, stage.now, 'waiting'],
    );
    assert.deepEqual(
      [attempts?.at(-1)?.attempt, attempts?.at(-1)?.detail],
      [0, 'sent again by hand'],
    );
    await stage.work();
    const [state, , use] = await outcomeOf(stage, ref);
    assert.deepEqual([state, use], ['delivered', 'redeemed']);
    assert.equal((await outcomeOf(stage, rejected)).at(0), 'delivered');
  });

  it('leaves one alone that is in none of the given states any more', async () => {
    const { stage, ref } = await held();
    await settleLeadByHand(stage.store, ref, { state: 'rejected' }, stage.now);
    const again = await retryLeads(stage.store, [ref], stage.now, new Set(['held', 'dead']));
    assert.deepEqual(again, new Set());
    assert.deepEqual((await outcomeOf(stage, ref)).at(0), 'rejected');
  });
});

describe('a lead that a person sends on', () => {
  const day = 24 * 60 * 60_000;
  const ways: Readonly<Record<string, (stage: Stage, ref: string) => Promise<unknown>>> = {
    held: ({ store, now }, ref) => retryLead(store, ref, now),
    quarantined: ({ store, now }, ref) => releaseLeads(store, [ref], now),
  };
  for (const [state, sendOn] of Object.entries(ways)) {
    it(`is given up fourteen days after that, however long it was ${state}`, async () => {
      const { stage, ref } = await held();
      const { store } = stage;
      // A quarantined lead has none before.
      const attempts = state === 'held' ? 50 : 0;
      await sql`update leads set state = ${state}, attempts = ${attempts}`.execute(store);
      stage.faults.set(contact, async () => new Response('busy', { status: 429 }));
      stage.now += 20 * day;
      const sentOnAt = stage.now;
      await sendOn(stage, ref);
      assert.equal((await readLead(store, ref))?.lead.attempts, 0, 'and soon tried again');
      do {
        const { lead } = (await readLead(store, ref)) ?? {};
        assert.equal(lead?.state, 'pending', `${(stage.now - sentOnAt) / day} days after`);
        await stage.work();
        stage.now += 60 * 60_000;
      } while (stage.now < sentOnAt + 14 * day);
      stage.now += day;
      await stage.work();
      assert.deepEqual(await outcomeOf(stage, ref), ['dead', null, 'released']);
    });
  }
});
