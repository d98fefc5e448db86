import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listContacts } from '../../../src/backend/index.ts';
import {
  type CorrectionOutcome,
  leadRefsOfPhone,
  purgeLeads,
  readLead,
  retryLead,
} from '../../../src/proxy/index.ts';
import { collect } from '../../support/collect.ts';
import { createStage, goodLead, sendLead, withKey } from '../../support/proxy/proxy-stage.ts';
import { check, contact, countOf, holdUp } from '../../support/proxy/vendor-calls.ts';
import { stored } from '../../support/store/personal-rows.ts';
import { testCipher } from '../../support/store/test-cipher.ts';
import { testStore } from '../../support/store/test-store.ts';
import { correct, outcomeOf, rejectedLead, right, wrong } from './correct-stage.ts';

describe('correctLead()', () => {
  it('sends a lead again as it is now, with its promo code', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    assert.deepEqual(await outcomeOf(stage, ref), ['rejected', wrong, 'released']);
    stage.now += 60 * 60_000;
    const fields = { phone: right, last_name: 'Sari', first_name: 'Ana', product: 'CAMBOGIA' };
    const outcome = await correct(stage, ref, fields);
    const corrected = ['last_name', 'phone', 'product'];
    assert.deepEqual(outcome, { status: 'queued', corrected });
    assert.deepEqual(await outcomeOf(stage, ref), ['pending', right, 'waiting']);
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['delivered', right, 'redeemed']);
    assert.equal(countOf(stage, check), 1);
    const [made] = await collect(listContacts(stage.store));
    assert.deepEqual(
      [made?.phone, made?.first_name, made?.last_name, made?.product],
      [right, 'Ana', 'Sari', 'garcinia-cambogia'],
    );
    const { attempts = [] } = (await readLead(stage.store, ref)) ?? {};
    assert.deepEqual(
      attempts.map(({ attempt, state, detail }) => [attempt, state, detail]),
      [
        [1, 'rejected', 'invalid phone format'],
        [0, 'pending', 'corrected by hand: last_name, phone, product'],
        [1, 'delivered', null],
      ],
    );
  });

  it('answers a browser that sends the first fields again with the same receipt', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    await correct(stage, ref, { phone: right, product: 'cambogia' });
    await stage.work();
    const sent = { ...goodLead, promo_code: 'ONCE' };
    const again = await stage.post('/v1/leads', sent, withKey('a-lead-key'));
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.equal(((await again.json()) as { ref: string }).ref, ref);
    const asCorrected = { ...sent, phone: right, product: 'garcinia-cambogia' };
    const other = await stage.post('/v1/leads', asCorrected, withKey('a-lead-key'));
    assert.equal(other.status, 422, 'that is not what the key stands for');
    assert.equal((await stage.store.selectFrom('leads').selectAll().execute()).length, 1);
  });

  for (const isEncrypted of [false, true]) {
    it(`leaves nothing of the wrong phone${isEncrypted ? ', where all is encrypted' : ''}`, async () => {
      const store = await testStore(isEncrypted ? { cipher: testCipher('k1') } : {});
      const stage = await createStage({ store });
      const ref = await rejectedLead(stage);
      // As an owner's own receiver may word it.
      const detail = `${wrong} is no phone`;
      const [row] = await store.selectFrom('lead_attempts').selectAll().execute();
      const { at = 0, attempt = 0 } = row ?? {};
      await store
        .updateTable('lead_attempts')
        .set({ detail })
        .where('ref', '=', ref)
        .where('at', '=', at)
        .where('attempt', '=', attempt)
        .execute();
      await store.updateTable('leads').set({ detail }).where('ref', '=', ref).execute();

      assert.equal((await correct(stage, ref, { phone: right })).status, 'queued');
      assert.deepEqual(await leadRefsOfPhone(store, wrong), []);
      assert.deepEqual(await leadRefsOfPhone(store, right), [ref]);
      const { lead, attempts } = (await readLead(store, ref)) ?? {};
      assert.equal(lead?.phone, right);
      assert(!JSON.stringify([lead, attempts, stage.logged]).includes(wrong));
      const text = await stored(store);
      assert(!text.includes(wrong));
      assert.equal(text.includes(right), !isEncrypted);
      await stage.work();
      assert.deepEqual(await outcomeOf(stage, ref), ['delivered', right, 'redeemed']);
    });
  }

  for (const state of ['held', 'dead', 'rejected', 'pending'] as const) {
    it(`corrects a lead that is ${state}`, async () => {
      const stage = await createStage();
      const ref = await sendLead(stage, 'a-lead-key');
      await stage.store.updateTable('leads').set({ state }).execute();
      const outcome = await correct(stage, ref, { phone: right });
      assert.deepEqual(outcome, { status: 'queued', corrected: ['phone'] });
    });
  }

  for (const state of ['sending', 'in_doubt', 'delivered', 'duplicate', 'quarantined'] as const) {
    it(`corrects no lead that is ${state}`, async () => {
      const stage = await createStage();
      const ref = await sendLead(stage, 'a-lead-key');
      await stage.store.updateTable('leads').set({ state }).execute();
      const outcome = await correct(stage, ref, { phone: right });
      assert.deepEqual(outcome, { status: 'not_corrected', state });
      assert.deepEqual((await outcomeOf(stage, ref)).slice(0, 2), [state, wrong]);
    });
  }

  it('says why a correction cannot be made', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    const { status } = await correct(stage, ref, { first_name: 'Ana', product: 'blackmask' });
    assert.equal(status, 'unchanged');
    assert.deepEqual(await correct(stage, ref, { product: 'soap' }), { status: 'unknown_product' });
    assert.deepEqual(await correct(stage, 'nobody', { phone: right }), { status: 'unknown' });
    assert.deepEqual(await outcomeOf(stage, ref), ['rejected', wrong, 'released']);
  });

  it('sends no second lead of the right phone while a first is under way', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    const { asked, release } = holdUp(stage, contact);
    await sendLead(stage, 'another-key', { phone: right });
    const working = stage.work();
    await asked;
    await correct(stage, ref, { phone: right });
    await stage.work();
    assert.deepEqual((await outcomeOf(stage, ref)).slice(0, 2), ['pending', right]);
    release();
    await working;
    await stage.work();
    assert.deepEqual(await outcomeOf(stage, ref), ['duplicate', right, 'released']);
  });

  it('changes nothing of a call that is under way', async () => {
    const stage = await createStage();
    const ref = await rejectedLead(stage);
    const { asked, release } = holdUp(stage, contact);
    await retryLead(stage.store, ref, stage.now);
    const working = stage.work();
    await asked;
    const outcome = await correct(stage, ref, { phone: right });
    assert.deepEqual(outcome, { status: 'not_corrected', state: 'sending' });
    release();
    await working;
    assert.deepEqual(await outcomeOf(stage, ref), ['delivered', wrong, 'redeemed']);
  });

  it('comes before a worker’s claim or after it, never in between', async () => {
    for (let round = 0; round < 12; round += 1) {
      const stage = await createStage();
      const ref = await rejectedLead(stage);
      await retryLead(stage.store, ref, stage.now);
      let outcome: CorrectionOutcome | undefined;
      const acts = [
        () => stage.work(),
        async () => (outcome = await correct(stage, ref, { phone: right })),
      ];
      await Promise.all((round % 2 === 0 ? acts : acts.toReversed()).map((act) => act()));
      await stage.work();
      const phone = outcome?.status === 'queued' ? right : wrong;
      assert.deepEqual(await outcomeOf(stage, ref), ['delivered', phone, 'redeemed']);
      const made = await collect(listContacts(stage.store));
      assert.deepEqual(
        made.map((each) => each.phone),
        [phone],
      );
      assert.equal(countOf(stage, check), 1);
    }
  });

  it('does nothing to a lead that somebody has purged', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-lead-key', { first_name: 'www.casino.example' });
    await purgeLeads(stage.store, [ref]);
    assert.deepEqual(await correct(stage, ref, { phone: right }), { status: 'unknown' });
  });
});
