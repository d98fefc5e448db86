import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  eraseLeads,
  type LeadErasure,
  leadRefsOfPhone,
  listUsesNeedingAttention,
} from '../../../src/proxy/index.ts';
import { transact } from '../../../src/store/index.ts';
import { createStage, type Fault, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { check, contact, holdUp, refusedConnection } from '../../support/proxy/vendor-calls.ts';

const phone = '628123456789';

async function erase({ store }: Stage): Promise<LeadErasure> {
  const refs = await leadRefsOfPhone(store, phone);
  return transact(store, (transaction) => eraseLeads(transaction, refs));
}

/** All rows of the proxy's tables, as text. */
async function contentOf({ store }: Stage): Promise<string> {
  const tables = ['leads', 'lead_attempts', 'redemptions', 'idempotency_keys'] as const;
  const rows = await Promise.all(
    tables.map((table) => store.selectFrom(table).selectAll().execute()),
  );
  return JSON.stringify(rows);
}

describe('eraseLeads()', () => {
  it('leaves nothing of a person’s leads, and all of another’s', async () => {
    const stage = await createStage();
    const note = { extra: { note: 'Zanzibar' }, promo_code: 'WELCOME10' };
    const refs = [await sendLead(stage, 'first-lead', note), await sendLead(stage, 'second-lead')];
    await stage.work();
    const other = await sendLead(stage, 'other-lead', { phone: '62899999999', first_name: 'Budi' });
    await stage.work();
    assert.deepEqual((await leadRefsOfPhone(stage.store, phone)).toSorted(), refs.toSorted());
    const erased = await erase(stage);
    assert(erased.status === 'erased');
    assert.deepEqual([erased.undelivered, erased.contactIds, erased.unnamed], [0, ['1'], 1]);
    const content = await contentOf(stage);
    for (const trace of [phone, 'Ana', 'Zanzibar', ...refs]) {
      assert(!content.includes(trace), trace);
    }
    assert(content.includes('Budi'));
    assert.equal(content.split(other).length - 1, 4, 'lead, attempt, key and its reply');
    assert.equal((await erase(stage)).status, 'erased', 'and nothing is there to erase again');
  });

  it('takes a lead that waits to be sent off the queue, and never sends it', async () => {
    const stage = await createStage();
    stage.faults.set(contact, refusedConnection);
    await sendLead(stage, 'one-lead', { promo_code: 'ONCE' });
    await stage.work();
    const erased = await erase(stage);
    assert(erased.status === 'erased' && erased.undelivered === 1);
    stage.faults.clear();
    stage.calls.length = 0;
    stage.now += 24 * 60 * 60_000;
    assert.equal(await stage.work(), undefined);
    assert.deepEqual(stage.calls, []);
  });

  it('counts what the vendor has, or may have after a doubt, under an unknown ID', async () => {
    const stage = await createStage();
    const isMade: Fault = async (request, answer) => {
      await answer(request);
      return new Response('', { status: 502 });
    };
    const unnamed = { status: 'erased', undelivered: 0, contactIds: [], unnamed: 1 };
    stage.faults.set(contact, isMade);
    await sendLead(stage, 'in-doubt');
    await stage.work();
    assert.deepEqual(await erase(stage), unnamed);
    stage.faults.clear();
    await sendLead(stage, 'a-duplicate');
    await stage.work();
    assert.deepEqual(await erase(stage), unnamed);
    stage.faults.set(contact, isMade);
    await sendLead(stage, 'is-an-echo');
    await stage.work();
    stage.now += 60_000;
    await stage.work();
    assert.deepEqual(await erase(stage), unnamed);
    stage.faults.set(contact, () => Promise.resolve(new Response('', { status: 404 })));
    await sendLead(stage, 'it-is-held');
    await stage.work();
    assert.deepEqual(await erase(stage), { ...unnamed, undelivered: 1, unnamed: 0 });
  });

  it('touches nothing while a call for one of the leads runs, or for its promo code', async () => {
    for (const path of [contact, check]) {
      const stage = await createStage();
      const { asked, release } = holdUp(stage, path);
      await sendLead(stage, 'one-lead', { promo_code: 'ONCE' });
      const working = stage.work();
      await asked;
      const before = await contentOf(stage);
      assert.deepEqual(await erase(stage), { status: 'on_its_way' });
      assert.equal(await contentOf(stage), before);
      release();
      await working;
      assert.equal((await erase(stage)).status, 'erased');
    }
  });

  it('keeps a use of a code whose outcome is unknown, without saying whose it was', async () => {
    const stage = await createStage();
    stage.faults.set(check, () => Promise.resolve(new Response('', { status: 502 })));
    const ref = await sendLead(stage, 'one-lead', { promo_code: 'ONCE' });
    await stage.work();
    await erase(stage);
    const [open] = await listUsesNeedingAttention(stage.store);
    assert.deepEqual([open?.code, open?.state, open?.lead_ref], ['ONCE', 'unconfirmed', null]);
    assert(!(await contentOf(stage)).includes(ref));
  });
});
