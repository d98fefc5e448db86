import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redeem } from '../../../src/backend/codes/redemption.ts';
import { addCode, addCompany, countUses, createLedger } from '../../../src/backend/index.ts';
import { testStore } from '../../support/store/test-store.ts';

const company = 'shop';

describe('createLedger()', () => {
  it('does not count uses of our own code that is spelled like its key', async () => {
    const store = await testStore();
    await addCompany(store, { id: company, title: 'Shop', now: 0 });
    const ledger = createLedger(store, () => 0);
    for (const code of ['autumn', '2025']) {
      await addCode(store, { company, code, limit: 2, now: 0 });
      assert.equal(await redeem(store, { company, code, now: 0 }), undefined);
      assert.equal(await redeem(store, { company, code, now: 0 }), undefined);
      const use = { company, key: code, limit: 1 };
      assert.equal(await ledger.take(use), true, code);
      assert.equal(await ledger.take(use), false, code);
    }
    const own = await countUses(store, { company, source: 'embedded' });
    assert.deepEqual([own.get('autumn'), own.get('2025')], [2, 2]);
    const taken = await ledger.used(company);
    assert.deepEqual([taken.get('autumn'), taken.get('2025')], [1, 1]);
  });

  it('counts older uses, which do not say which list they are of', async () => {
    const store = await testStore();
    const use = { at: 0, company_id: company, code: 'autumn', used: 1, reason: null };
    await store.insertInto('journal').values(use).execute();
    const ledger = createLedger(store, () => 0);
    assert.equal(await ledger.take({ company, key: 'autumn', limit: 1 }), false);
    assert.equal((await countUses(store, { company, source: 'embedded' })).get('autumn'), 1);
  });
});
