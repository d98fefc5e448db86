import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LeadRequest } from '../../../src/contract/index.ts';
import { leadFingerprint } from '../../../src/proxy/intake/fingerprint.ts';
import type { Store } from '../../../src/store/index.ts';
import { createStage, goodLead, withKey } from '../../support/proxy/proxy-stage.ts';
import { testCipher } from '../../support/store/test-cipher.ts';
import { testStore } from '../../support/store/test-store.ts';

const secret = 'a secret of the server';
const newSecret = 'the next secret of it';
const key = withKey('a-lead-that-comes-again');

interface Secrets {
  readonly secret?: string;
  readonly previousSecret?: string;
}

/** Sends the lead to a server that has these secrets. */
async function send(store: Store, secrets: Secrets, lead: object = goodLead): Promise<Response> {
  return (await createStage({ store, ...secrets })).post('/v1/leads', lead, key);
}

function wasReplayed({ status, headers }: Response): boolean {
  return status === 202 && headers.get('idempotent-replayed') === 'true';
}

describe('the fingerprint that is stored with a key', () => {
  it('cannot be found by trying all names and phones', async () => {
    const store = await testStore();
    await send(store, { secret });
    const plain = leadFingerprint(LeadRequest.parse(goodLead));
    const rows = await store.selectFrom('idempotency_keys').select('fingerprint').execute();
    assert.equal(rows.length, 1);
    assert.notEqual(rows[0]?.fingerprint, plain);
  });

  it('is recognised if a server without a secret stored it, encrypted or not', async () => {
    for (const options of [{}, { cipher: testCipher('k1') }]) {
      const store = await testStore(options);
      await send(store, {});
      assert(wasReplayed(await send(store, { secret })));
      const other = { ...goodLead, first_name: 'Xenia' };
      assert.equal((await send(store, { secret }, other)).status, 422);
    }
  });

  it('is recognised by the previous secret, as long as the server has that', async () => {
    const store = await testStore();
    await send(store, { secret });
    const changed = { secret: newSecret, previousSecret: secret };
    assert(wasReplayed(await send(store, changed)));
    assert.equal((await send(store, { secret: newSecret })).status, 422);
  });

  it('finds what a plain form sent under the previous secret, though its only key is its content', async () => {
    const store = await testStore();
    const evening = Date.parse('2026-11-21T23:00:00Z');
    const sendForm = async (secrets: Secrets, hours: number): Promise<number> => {
      const stage = await createStage({ store, ...secrets });
      stage.now = evening + hours * 60 * 60_000;
      const form = new URLSearchParams(goodLead).toString();
      await stage.post('/v1/leads', form, { 'content-type': 'application/x-www-form-urlencoded' });
      return (await store.selectFrom('leads').select('ref').execute()).length;
    };
    const changed = { secret: newSecret, previousSecret: secret };
    assert.equal(await sendForm({ secret }, 0), 1);
    // Before midnight, and after.
    for (const hours of [0.5, 12]) assert.equal(await sendForm(changed, hours), 1);
    assert.equal(await sendForm({ secret: newSecret }, 12), 2);
  });

  it('is keyed for a redeemed promo code too, and recognised as it was before', async () => {
    const store = await testStore();
    const redeem = async (secrets: Secrets, code = '628123456789'): Promise<Response> =>
      (await createStage({ store, ...secrets })).post('/v1/promo-codes/redeem', { code }, key);
    await redeem({});
    const rows = await store.selectFrom('idempotency_keys').select('fingerprint').execute();
    const again = await redeem({ secret });
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.equal((await redeem({ secret }, 'WELCOME10')).status, 422);
    await store.deleteFrom('idempotency_keys').execute();
    await store.deleteFrom('redemptions').execute();
    await redeem({ secret });
    const [keyed] = await store.selectFrom('idempotency_keys').select('fingerprint').execute();
    assert.notEqual(keyed?.fingerprint, rows[0]?.fingerprint);
  });
});
