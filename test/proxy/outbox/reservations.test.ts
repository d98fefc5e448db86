import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KyselyPlugin } from 'kysely';
import { addCode, demoCompany, listCodes } from '../../../src/backend/index.ts';
import { readLead, retryLead, settleLeadByHand } from '../../../src/proxy/index.ts';
import { reserveUses } from '../../../src/proxy/outbox/reservations.ts';
import { StoreError, transact } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import {
  createStage,
  type Fault,
  goodLead,
  type Stage,
  withKey,
} from '../../support/proxy/proxy-stage.ts';
import {
  answers,
  check,
  codeList,
  contact,
  countOf,
  refusedConnection,
} from '../../support/proxy/vendor-calls.ts';
import { testStore } from '../../support/store/test-store.ts';
import { twoStores } from '../../support/store/two-stores.ts';

const exhausted = { status: 'invalid', reason: 'exhausted' };

let leads = 0;

interface Receipt {
  readonly ref: string;
  readonly promo_code: { readonly status: string };
}

async function send(stage: Stage, code = 'ONCE', phone = 62810000000 + leads): Promise<Receipt> {
  leads += 1;
  const lead = { ...goodLead, phone: String(phone), promo_code: code };
  const reply = await stage.post('/v1/leads', lead, withKey(`lead-number-${leads}`));
  assert.equal(reply.status, 202, 'no lead is lost for its code');
  return (await reply.json()) as Receipt;
}

async function validate(stage: Stage, code = 'ONCE'): Promise<{ readonly status: string }> {
  const reply = await stage.post('/v1/promo-codes/validate', { code });
  return (await reply.json()) as { readonly status: string };
}

function redeem(stage: Stage, key: string): Promise<Response> {
  return stage.post('/v1/promo-codes/redeem', { code: 'ONCE' }, withKey(key));
}

const answersError =
  (msg: string): Fault =>
  () =>
    Promise.resolve(Response.json({ type: 'error', msg }));

describe('a use of a promo code', () => {
  it('is held for a lead from its intake on, and reserved for no other', async () => {
    const stage = await createStage();
    assert.equal((await validate(stage)).status, 'valid');
    const first = await send(stage, 'ONCE');
    assert.deepEqual(first.promo_code, { status: 'valid', code: 'ONCE' });
    assert.deepEqual(await validate(stage), exhausted);
    const second = await send(stage, 'once');
    assert.deepEqual(second.promo_code, exhausted);
    await stage.work();
    assert.equal((await readLead(stage.store, first.ref))?.redemption?.state, 'redeemed');
    const { lead, redemption } = (await readLead(stage.store, second.ref)) ?? {};
    assert.equal(lead?.state, 'delivered');
    assert.deepEqual([redemption?.state, redemption?.reason], ['refused', 'exhausted']);
    assert.equal(countOf(stage, check), 1);
  });

  it('is sent in the spelling of the list at its reservation, if there is no list by then', async () => {
    const stage = await createStage();
    const { ref, promo_code } = await send(stage, 'once');
    assert.equal(promo_code.status, 'valid');
    stage.faults.set(codeList, async () => new Response('', { status: 503 }));
    stage.faults.set(check, async (request) => {
      const msg = new URL(request.url).searchParams.get('code') === 'ONCE';
      return Response.json({ type: 'success', msg, reason: msg ? null : 'Promocode not found' });
    });
    // The proxy's list is too old by then.
    stage.now += 11 * 60_000;
    await stage.work();
    assert.equal((await readLead(stage.store, ref))?.redemption?.state, 'redeemed');
  });

  it('goes to as many leads as there are uses, of those that come at once', async () => {
    const stage = await createStage();
    await addCode(stage.store, { company: demoCompany, code: 'SEVEN', limit: 7, now: stage.now });
    await validate(stage, 'SEVEN');
    const receipts = await Promise.all(Array.from({ length: 40 }, () => send(stage, 'SEVEN')));
    const valid = receipts.filter(({ promo_code: verdict }) => verdict.status === 'valid');
    assert.equal(valid.length, 7);
    await stage.work();
    const { store } = stage;
    const rows = await store.selectFrom('redemptions').select(['state', 'lead_ref']).execute();
    const redeemed = rows.filter(({ state }) => state === 'redeemed');
    const refs = redeemed.map(({ lead_ref }) => String(lead_ref)).toSorted();
    assert.deepEqual(refs, valid.map(({ ref }) => ref).toSorted(), 'what was said holds');
    assert.equal(countOf(stage, check), 7);
    const seven = (await collect(listCodes(store))).find(({ code }) => code === 'SEVEN');
    assert.equal(seven?.limit, 0);
  });

  it('goes to as many leads as there are uses, of those that reach two servers at once', async () => {
    const [one, other] = await twoStores();
    const first = await createStage({ store: one });
    const second = await createStage({ store: other });
    await addCode(one, { company: demoCompany, code: 'SEVEN', limit: 7, now: first.now });
    const receipts = await Promise.all(
      Array.from({ length: 40 }, (_, index) => send(index % 2 ? first : second, 'SEVEN')),
    );
    const valid = receipts.filter(({ promo_code: verdict }) => verdict.status === 'valid');
    assert.equal(valid.length, 7);
  });

  it('is the same in the first reply and in its replay', async () => {
    const stage = await createStage();
    await validate(stage);
    const lead = { ...goodLead, promo_code: 'ONCE' };
    const post = async (key: string, phone: string): Promise<unknown> =>
      (await stage.post('/v1/leads', { ...lead, phone }, withKey(key))).json();
    const keys = ['the-first-key', 'the-other-key'];
    const replies = await Promise.all(keys.map((key, index) => post(key, `6281000000${index}`)));
    const replays = await Promise.all(keys.map((key, index) => post(key, `6281000000${index}`)));
    assert.deepEqual(replays, replies);
    const refused = replies.filter((reply) => (reply as Receipt).promo_code.status === 'invalid');
    assert.equal(refused.length, 1);
    assert.deepEqual((refused[0] as Receipt).promo_code, exhausted);
  });

  it('is released by a lead that makes no contact', async () => {
    for (const status of ['double phone', 'invalid phone format']) {
      const stage = await createStage();
      stage.faults.set(contact, answers(status));
      await send(stage);
      assert.deepEqual(await validate(stage), exhausted);
      await stage.work();
      assert.equal((await validate(stage)).status, 'valid', status);
    }
  });

  it('is released by a lead that is given up, and reserved again when it is sent again', async () => {
    const stage = await createStage();
    stage.faults.set(contact, refusedConnection);
    const { ref } = await send(stage);
    await stage.store.updateTable('leads').set({ attempts: 50, received_at: 0 }).execute();
    await stage.work();
    assert.equal((await readLead(stage.store, ref))?.lead.state, 'dead');
    assert.equal((await validate(stage)).status, 'valid');
    await retryLead(stage.store, ref, stage.now);
    assert.deepEqual(await validate(stage), exhausted);
    await settleLeadByHand(stage.store, ref, { state: 'rejected' }, stage.now);
    assert.equal((await validate(stage)).status, 'valid');
  });

  it('that is held for a lead is used up by no caller without one', async () => {
    const stage = await createStage();
    const refused = { status: 'refused', reason: 'exhausted' };
    stage.faults.set(check, answersError('Invalid token'));
    assert.equal((await redeem(stage, 'a-key-from-before')).status, 503, 'not used');
    stage.faults.clear();
    stage.calls.length = 0;
    const { ref } = await send(stage);
    for (const key of ['a-redeem-key', 'a-redeem-key', 'a-key-from-before']) {
      assert.deepEqual(await (await redeem(stage, key)).json(), refused);
    }
    await stage.work();
    assert.equal((await readLead(stage.store, ref))?.redemption?.state, 'redeemed');
    assert.deepEqual(await (await redeem(stage, 'a-redeem-key')).json(), refused);
    assert.equal(countOf(stage, check), 1);
  });

  it('is reserved for no lead while it is sent for a caller without one', async () => {
    const stage = await createStage({ company: undefined });
    let meanwhile: unknown;
    stage.faults.set(check, async (request, backend) => {
      meanwhile = (await send(stage)).promo_code;
      return backend(request);
    });
    const reply = await redeem(stage, 'a-redeem-key');
    assert.deepEqual(await reply.json(), { status: 'redeemed', code: 'ONCE' });
    assert.deepEqual(meanwhile, exhausted);
  });

  it('that is newer than the list goes to the caller that redeems it', async () => {
    const stage = await createStage();
    await send(stage);
    await stage.store
      .updateTable('promo_codes')
      .set({ uses_left: 2 })
      .where('code', '=', 'ONCE')
      .execute();
    stage.now += 3000;
    const reply = await redeem(stage, 'a-redeem-key');
    assert.deepEqual(await reply.json(), { status: 'redeemed', code: 'ONCE' });
  });

  it('is subtracted from the list until the list knows of it', async () => {
    const stage = await createStage();
    const { store } = stage;
    await addCode(store, { company: demoCompany, code: 'TWICE', limit: 2, now: stage.now });
    assert.equal((await validate(stage, 'TWICE')).status, 'valid');
    stage.now += 1000;
    await send(stage, 'TWICE');
    await stage.work();
    const lists = (): number => stage.calls.filter((path) => path.endsWith('getPromocodes')).length;
    const before = lists();
    assert.equal((await send(stage, 'TWICE')).promo_code.status, 'valid');
    assert.deepEqual(await validate(stage, 'TWICE'), exhausted);
    assert.equal(lists(), before, 'the list still says two');
    stage.now += 2000;
    assert.deepEqual(await validate(stage, 'TWICE'), exhausted);
    assert.equal(lists(), before + 1, 'and now that one is left, which is held');
  });

  it('is subtracted from a list of the very instant at which it was sent', async () => {
    const stage = await createStage();
    await send(stage);
    await stage.work();
    assert.deepEqual((await send(stage)).promo_code, exhausted);
  });

  it('is reserved by the newest list of the leads that come at once', async () => {
    const want = (listedAt: number, usesLeft: number) => ({
      limit: { company: demoCompany, key: 'once', usesLeft, listedAt },
    });
    const [older, newer, alike] = [want(1000, 5), want(2000, 1), want(1000, 5)];
    const refused = await transact(await testStore(), (transaction) =>
      reserveUses(transaction, [older, newer, alike]),
    );
    assert.deepEqual(refused, new Set([newer, alike]));
  });

  it('is what the list says while the database is away', async () => {
    let isAway = false;
    const failing: KyselyPlugin = {
      transformQuery({ node }) {
        if (isAway && node.kind === 'RawNode') throw new StoreError('unavailable', 'it is away');
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const store = await testStore();
    const stage = await createStage({ store: store.withPlugin(failing) });
    await send(stage);
    assert.deepEqual(await validate(stage), exhausted);
    isAway = true;
    assert.equal((await validate(stage)).status, 'valid');
  });
});
