import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { normalisePhone } from '../../src/contract/index.ts';
import {
  agreeOnKeys,
  createKeyClaim,
  encryptRows,
  forgetOtherKeys,
  keysInUse,
  keysOfLeads,
  type Store,
  StoreError,
} from '../../src/store/index.ts';
import { createStage, goodLead, withKey } from '../support/proxy/proxy-stage.ts';
import { reopened } from '../support/store/personal-rows.ts';
import { testCipher } from '../support/store/test-cipher.ts';
import { testStore } from '../support/store/test-store.ts';

const old = testCipher('k1');
const both = testCipher('k2', 'k1');

/** Encrypts all with the new key, as the owner's command does. Resolves to other keys in use. */
async function rotate(store: Store, now: number): Promise<readonly string[]> {
  await agreeOnKeys(store, both, now);
  await encryptRows(store, { cipher: both, digitsOf: normalisePhone });
  return forgetOtherKeys(store, both, now);
}

async function accept(store: Store, key: string): Promise<void> {
  const stage = await createStage({ store });
  assert.equal((await stage.post('/v1/leads', goodLead, withKey(key))).status, 202);
}

describe('a key', () => {
  it('is not forgotten while a running server encrypts with it', async () => {
    const store = await testStore({ cipher: old });
    const claim = createKeyClaim(store, old);
    await claim(1);
    await accept(store, 'a-lead-from-before');
    const command = reopened(store, both);
    assert.deepEqual(await rotate(command, 2), ['k1']);
    assert.deepEqual(await keysOfLeads(store), ['k2']);
    await claim(50_000);
    assert.deepEqual(await rotate(command, 70_000), ['k1'], 'it renewed its claim');
    assert.deepEqual(await rotate(command, 120_000), [], 'it no longer runs');
    await claim(130_000);
    assert.deepEqual(await keysInUse(store), ['k2', 'k1'], 'it had only hung');
  });

  it('is claimed again at once after the store was unavailable', async () => {
    const store = await testStore({ cipher: old });
    let isAway = true;
    const failing = store.withPlugin({
      transformQuery({ node }) {
        if (isAway) throw new StoreError('unavailable', 'it is away');
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const claim = createKeyClaim(failing, old);
    await assert.rejects(claim(1), /it is away/);
    isAway = false;
    await claim(2);
    assert.deepEqual(await keysInUse(store), ['k1']);
  });

  it('is forgotten if a clock that was ahead has claimed it', async () => {
    const store = await testStore({ cipher: old });
    await createKeyClaim(store, old)(365 * 24 * 60 * 60_000);
    assert.deepEqual(await rotate(reopened(store, both), 1), []);
  });

  it('is in use if a lead has it, whatever is known of its server', async () => {
    const store = await testStore({ cipher: old });
    const command = reopened(store, both);
    assert.deepEqual(await rotate(command, 1), []);
    await accept(store, 'a-lead-from-after');
    assert.deepEqual(await keysInUse(store), ['k2', 'k1']);
    assert.deepEqual(await forgetOtherKeys(command, both, 2), ['k1']);
    assert.deepEqual(await rotate(command, 3), []);
    assert.deepEqual(await keysInUse(store), ['k2']);
  });
});
