import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnerLeadStory } from '../../src/contract/owner/leads.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { answers, contact } from '../support/proxy/vendor-calls.ts';
import { createOwnerStage, type OwnerStage, sendLead, setupOfStage } from './owner-stage.ts';

const products = [{ slug: 'blackmask', title: 'Black Mask', aliases: ['mask'] }];

interface RejectedLead {
  readonly stage: OwnerStage;
  readonly ref: string;
  correct(body: unknown): Promise<Response>;
  read(): Promise<OwnerLeadStory>;
}

/** Makes a lead that the vendor rejects. */
async function rejectedLead(): Promise<RejectedLead> {
  const stage = await createOwnerStage({ setup: () => ({ ...setupOfStage, products }) });
  stage.faults.set(contact, answers('invalid phone format'));
  const ref = await sendLead(stage, 'one-lead');
  await stage.work();
  stage.faults.clear();
  return {
    stage,
    ref,
    correct: (body) => stage.call('POST', `/leads/${ref}/correct`, body),
    read: async () => (await (await stage.call('GET', `/leads/${ref}`)).json()) as OwnerLeadStory,
  };
}

describe('POST /v1/owner/leads/:ref/correct', () => {
  it('stores the fields as the intake would, and wakes the worker', async () => {
    const { stage, ref, correct, read } = await rejectedLead();
    const body = { first_name: ' Budi ', phone: '+62 812 345-678', product: 'Mask' };
    assert.equal((await correct(body)).status, 204);
    assert.equal(stage.dues(), 1);
    await stage.work();
    const { state, first_name, last_name, phone, product, history } = await read();
    assert.deepEqual(
      [state, first_name, last_name, phone, product],
      ['delivered', 'Budi', 'Wijaya', '62812345678', 'blackmask'],
    );
    assert.equal(history[1]?.detail, 'corrected by hand: first_name, phone');
    const ofPhone = await stage.call('GET', '/leads?search=62812345678');
    assert.equal(((await ofPhone.json()) as { leads: unknown[] }).leads.length, 1);
    const { entries } = (await (await stage.call('GET', '/audit')).json()) as OwnerAuditPage;
    const subject = `${ref}: first_name, phone, product`;
    const entry = entries.find(({ action }) => action === 'lead.correct');
    assert.deepEqual([entry?.subject, entry?.outcome], [subject, null]);
  });

  for (const [what, body, status, words] of [
    ['phone', { phone: '12' }, 422, /"errors":\[\{"field":"phone","code":"too_short"\}\]/],
    ['phone', { phone: '1'.repeat(15) }, 422, /\{"field":"phone","code":"too_long"\}/],
    ['phone', { phone: 'Ana' }, 422, /\{"field":"phone","code":"format"\}/],
    ['name', { first_name: '', last_name: '\u{1f600}' }, 422, /"required".*"last_name".*"format"/],
    ['product', { product: 'soap' }, 422, /\{"field":"product","code":"unknown"\}/],
    ['field', { click_id: 'other' }, 400, /invalid-body/],
    ['field at all', {}, 422, /Send at least one of first_name, last_name, phone, product; to/],
    ['other text', { first_name: 'Ana' }, 409, /it says so already; to send it as it is, retry it/],
  ] as const) {
    it(`refuses ${JSON.stringify(body)}: no ${what}`, async () => {
      const { stage, correct, read } = await rejectedLead();
      const reply = await correct(body);
      assert.equal(reply.status, status);
      assert.match(await reply.text(), words);
      assert.equal((await read()).state, 'rejected');
      assert.equal(stage.dues(), 0);
    });
  }

  for (const [state, doubts, words] of [
    ['sending', 0, 'it is sending.'],
    ['duplicate', 0, 'it is duplicate.'],
    ['quarantined', 0, 'it is quarantined; release it first.'],
    ['held', 1, 'the vendor may have it as it was; look there first, and settle it with what you'],
  ] as const) {
    it(`refuses a lead that is ${state}${doubts > 0 ? ' after a doubt' : ''}`, async () => {
      const { stage, correct } = await rejectedLead();
      await stage.store.updateTable('leads').set({ state, doubts }).execute();
      const reply = await correct({ phone: '62812345678' });
      assert.equal(reply.status, 409);
      const { detail } = (await reply.json()) as { detail: string };
      assert(detail.startsWith(`Cannot correct the lead: ${words}`), detail);
    });
  }

  it('answers 404 for an unknown ref', async () => {
    const { stage } = await rejectedLead();
    const reply = await stage.call('POST', '/leads/none/correct', { phone: '62812345678' });
    assert.equal(reply.status, 404);
  });
});
