import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readLead } from '../../../src/proxy/index.ts';
import { createStage, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { codeList } from '../../support/proxy/vendor-calls.ts';

const clickIds: ReadonlyMap<string, string> = new Map([
  ['WELCOME10', 'partner-7'],
  ['LastYear', 'partner-8'],
  ['Anna-10', 'partner-9'],
]);

function stageWithPartners(): Promise<Stage> {
  return createStage({ clickIds, defaultClickId: 'nobody' });
}

/** The click id to be sent for a lead with these fields, as its owner sees it. */
async function shown(stage: Stage, fields: object): Promise<string | undefined> {
  const ref = await sendLead(stage, crypto.randomUUID(), fields);
  return (await readLead(stage.store, ref))?.lead.click_id;
}

describe('the click id of a lead that came without one', () => {
  it('is that of the partner whose promo code it has, and goes to the vendor', async () => {
    const stage = await stageWithPartners();
    assert.equal(await shown(stage, { promo_code: 'WELCOME10' }), 'partner-7');
    await stage.work();
    const contacts = await stage.store.selectFrom('contacts').select('click_id').execute();
    assert.deepEqual(contacts, [{ click_id: 'partner-7' }]);
  });

  it('is the partner’s for any spelling of the code', async () => {
    const stage = await stageWithPartners();
    for (const code of [' anna-10 ', 'ＡＮＮＡ－１０', 'anna–10', 'an\u00adna-10']) {
      assert.equal(await shown(stage, { promo_code: code }), 'partner-9', code);
    }
  });

  it('is the partner’s for a refused code, and for one that cannot be looked up', async () => {
    const stage = await stageWithPartners();
    // The one has ended, the other never existed.
    assert.equal(await shown(stage, { promo_code: 'lastyear' }), 'partner-8');
    assert.equal(await shown(stage, { promo_code: 'anna-10' }), 'partner-9');
    const away = await stageWithPartners();
    away.faults.set(codeList, () => Promise.reject(new Error('no network')));
    assert.equal(await shown(away, { promo_code: 'WELCOME10' }), 'partner-7');
  });

  it('is the default for a code that no partner has, and without a code', async () => {
    const stage = await stageWithPartners();
    assert.equal(await shown(stage, { promo_code: 'ONCE' }), 'nobody');
    assert.equal(await shown(stage, { promo_code: '' }), 'nobody');
    assert.equal(await shown(stage, {}), 'nobody');
  });
});

describe('the click id of a visitor', () => {
  it('wins over the promo code, and one that the vendor refuses does not', async () => {
    const stage = await stageWithPartners();
    const fields = { promo_code: 'WELCOME10', click_id: 'their-own' };
    assert.equal(await shown(stage, fields), 'their-own');
    const overlong = { promo_code: 'WELCOME10', click_id: 'a'.repeat(256) };
    assert.equal(await shown(stage, overlong), 'partner-7');
  });
});

describe('a retry of a lead whose click id came from its promo code', () => {
  it('is known after the code was given to another partner', async () => {
    const before = await stageWithPartners();
    const { store } = before;
    const ref = await sendLead(before, 'a-restart', { promo_code: 'WELCOME10' });
    const after = await createStage({ store, clickIds: new Map([['WELCOME10', 'partner-1']]) });
    assert.equal(await sendLead(after, 'a-restart', { promo_code: 'WELCOME10' }), ref);
    assert.equal((await readLead(store, ref))?.lead.click_id, 'partner-7');
  });
});
