import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codesOfPhone, erasePhoneFromCodes, readLead } from '../../../src/proxy/index.ts';
import { createStage, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { check, codeList } from '../../support/proxy/vendor-calls.ts';

const phone = '628555555555';

async function found(stage: Stage): Promise<readonly string[]> {
  const codes: string[] = [];
  for await (const { in: table, code } of codesOfPhone(stage.store, phone)) {
    codes.push(`${table} ${code}`);
  }
  return codes;
}

describe('erasePhoneFromCodes()', () => {
  it('erases a phone from the lead and the use of a visitor who typed it as a code', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-phone-as-code', { promo_code: '+62 855-5555-555' });
    await sendLead(stage, 'a-code-as-code', { promo_code: 'WELCOME10', phone });
    assert.deepEqual(await found(stage), [
      'redemptions +62 855-5555-555',
      'leads +62 855-5555-555',
    ]);
    assert.deepEqual(await erasePhoneFromCodes(stage.store, phone), { erased: 2, left: 0 });
    assert.deepEqual(await found(stage), []);
    const { lead, redemption } = (await readLead(stage.store, ref)) ?? {};
    assert.deepEqual([lead?.promo_code, redemption?.code], ['[erased]', '[erased]']);
  });

  it('erases it from the vendor’s words about it', async () => {
    const stage = await createStage();
    stage.faults.set(codeList, () => Promise.reject(new Error('away')));
    stage.faults.set(check, async () =>
      Response.json({ type: 'success', msg: false, reason: `Promocode ${phone} not found` }),
    );
    await sendLead(stage, 'a-phone-as-code', { promo_code: phone });
    await stage.work();
    const details = async (): Promise<readonly unknown[]> =>
      (await stage.store.selectFrom('redemptions').select('detail').execute()).map(
        ({ detail }) => detail,
      );
    assert.deepEqual(await details(), [`Promocode ${phone} not found`]);
    await erasePhoneFromCodes(stage.store, phone);
    assert.deepEqual(await details(), [null]);
  });

  it('leaves it in a use that is still to be sent, until that is finished', async () => {
    const stage = await createStage();
    stage.faults.set(codeList, () => Promise.reject(new Error('away')));
    await sendLead(stage, 'an-unchecked-phone', { promo_code: phone });
    assert.deepEqual(await erasePhoneFromCodes(stage.store, phone), { erased: 0, left: 2 });
    await stage.work();
    assert.deepEqual(await erasePhoneFromCodes(stage.store, phone), { erased: 2, left: 0 });
  });
});
