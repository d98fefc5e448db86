import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalisePhone } from '../../../src/contract/index.ts';
import { listLeads } from '../../../src/proxy/index.ts';
import { encryptRows } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import { createStage } from '../../support/proxy/proxy-stage.ts';
import { person, stored, visit } from '../../support/store/personal-rows.ts';
import { testCipher } from '../../support/store/test-cipher.ts';
import { testStore } from '../../support/store/test-store.ts';

describe('encryptRows(), where rows are encrypted in part', () => {
  it('encrypts a consent text that an earlier version left clear in an encrypted row', async () => {
    const cipher = testCipher('k1');
    const store = await testStore({ cipher });
    await visit(await createStage({ store }), 'a-lead');
    const { consent_text } = person;
    await store.withoutPlugins().updateTable('leads').set({ consent_text }).execute();
    const [before] = await collect(listLeads(store));
    assert.equal(before?.consent_text, consent_text, 'it is read all the same');
    const { changed, clear } = await encryptRows(store, { cipher, digitsOf: normalisePhone });
    assert.deepEqual([changed, clear], [2, 2]);
    assert(!(await stored(store)).includes('Yaretzi'));
    const [lead] = await collect(listLeads(store));
    assert.deepEqual([lead?.consent_text, lead?.first_name], [consent_text, 'Ximena']);
  });
});
