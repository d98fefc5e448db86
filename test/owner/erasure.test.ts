import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnerLeadPage } from '../../src/contract/owner/leads.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { codeList } from '../support/proxy/vendor-calls.ts';
import { createOwnerStage, sendLead, vendorContacts } from './owner-stage.ts';

describe('POST /v1/owner/leads/:ref/erase', () => {
  it('says what a real vendor still has of the erased person', async () => {
    const stage = await createOwnerStage({ providers: vendorContacts });
    await sendLead(stage, 'first-lead');
    await stage.work();
    const ref = await sendLead(stage, 'a-duplicate');
    await stage.work();
    const reply = await stage.call('POST', `/leads/${ref}/erase`);
    const erased = { leads: 2, vendor_contacts: ['1'], vendor_unnamed: 1 };
    assert.partialDeepStrictEqual(await reply.json(), erased);
    // Audited too, because the reply may be lost.
    const audit = (await (await stage.call('GET', '/audit')).json()) as OwnerAuditPage;
    assert.deepEqual(
      audit.entries.map(({ action, subject, outcome }) => [action, subject, outcome]),
      [
        ['person.left-at-vendor', `${ref}: contacts 1; unnamed 1`, null],
        ['person.erase', ref, null],
      ],
    );
  });

  it('names phones that differ only in the country code, in both directions', async () => {
    for (const [phone, other] of [
      ['6281277770001', '081277770001'],
      ['081277770001', '6281277770001'],
    ] as const) {
      const stage = await createOwnerStage();
      const ref = await sendLead(stage, 'first-lead', { phone });
      await sendLead(stage, 'other-lead', { phone: other });
      await sendLead(stage, 'strange-lead', { phone: '6281277770002' });
      const reply = await stage.call('POST', `/leads/${ref}/erase`);
      assert.partialDeepStrictEqual(await reply.json(), { leads: 1, similar_phones: [other] });
    }
  });

  it('says that the number was typed as a promo code whose use is still to be sent', async () => {
    const stage = await createOwnerStage();
    stage.faults.set(codeList, () => Promise.reject(new Error('away')));
    const ref = await sendLead(stage, 'first-lead', { phone: '628123456789' });
    await sendLead(stage, 'other-lead', { phone: '62899999999', promo_code: '0812-3456-789' });
    await sendLead(stage, 'third-lead', { phone: '62899999998', promo_code: '628123456789' });
    const reply = await stage.call('POST', `/leads/${ref}/erase`);
    // The third lead, and its use.
    assert.partialDeepStrictEqual(await reply.json(), { leads: 1, codes_left: 2 });
  });

  it('erases the person of a lead everywhere', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'first-lead');
    await stage.work();
    const ref = await sendLead(stage, 'second-lead');
    const other = await sendLead(stage, 'other-lead', { phone: '62899999999' });
    const reply = await stage.call('POST', `/leads/${ref}/erase`);
    assert.deepEqual(await reply.json(), {
      leads: 2,
      contacts: 1,
      journal: 0,
      codes_left: 0,
      vendor_contacts: [],
      vendor_unnamed: 0,
      similar_phones: [],
    });
    const { leads } = (await (await stage.call('GET', '/leads')).json()) as OwnerLeadPage;
    assert.deepEqual(
      leads.map((lead) => lead.ref),
      [other],
    );
  });
});
