import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Client } from '../../src/client/client.ts';
import { ClientError, type ClientFailure } from '../../src/client/index.ts';
import { type LeadRequest, reasonCodes } from '../../src/contract/index.ts';
import { createDrillClient, type DrillName, drillNames } from '../../src/testing/index.ts';

const lead: LeadRequest = {
  first_name: 'Ayu',
  last_name: 'Lestari',
  phone: '628123456789',
  product: 'jump-rope',
};
const key = 'key-1';

type Call = (client: Client) => Promise<unknown>;
const validate: Call = (client) => client.validate('spring');
const redeem: Call = (client) => client.redeem('spring', { key });
const submit: Call = (client) => client.submitLead(lead, { key });

async function failureOf(call: Promise<unknown>): Promise<ClientError> {
  const error: unknown = await call.catch((reason: unknown) => reason);
  assert.ok(error instanceof ClientError, `not a ClientError: ${String(error)}`);
  return error;
}

/** Every failure, and the calls that end with it in the drill of that name. */
const failures: Readonly<Record<ClientFailure, readonly Call[]>> = {
  aborted: [validate, redeem, submit],
  offline: [validate, redeem, submit],
  unreachable: [validate, redeem, submit],
  timeout: [validate, redeem, submit],
  'bad-reply': [validate, redeem, submit],
  'too-many-requests': [validate, redeem, submit],
  unavailable: [validate, redeem, submit],
  'in-progress': [redeem, submit],
  'invalid-fields': [validate, redeem, submit],
  'key-reused': [redeem, submit],
  duplicate: [submit],
  refused: [validate, redeem, submit],
  misconfigured: [validate, redeem, submit],
};

describe('createDrillClient()', () => {
  for (const [failure, calls] of Object.entries(failures)) {
    it(`throws the client's own error: ${failure}`, async () => {
      for (const call of calls) {
        const error = await failureOf(call(createDrillClient(failure as ClientFailure)));
        assert.equal(error.failure, failure);
      }
    });
  }

  for (const reason of reasonCodes) {
    it(`refuses a code, in every call: ${reason}`, async () => {
      const client = createDrillClient(reason);
      assert.deepEqual(await validate(client), { status: 'invalid', reason });
      assert.deepEqual(await redeem(client), { status: 'refused', reason });
      const receipt = await client.submitLead({ ...lead, promo_code: 'spring' }, { key });
      assert.deepEqual(receipt.promo_code, { status: 'invalid', reason });
    });
  }

  it('does not mention a code for a lead without one', async () => {
    assert.equal(
      (await createDrillClient('valid').submitLead(lead, { key })).promo_code,
      undefined,
    );
  });

  it('accepts a code in a spelling of its own, with an end and without', async () => {
    const [valid, until] = [createDrillClient('valid'), createDrillClient('valid-until')];
    assert.partialDeepStrictEqual(await validate(valid), { status: 'valid', code: 'SPRING' });
    const verdict = await until.validate('spring');
    assert.ok(verdict.status === 'valid' && Date.parse(verdict.ends_at ?? '') > Date.now());
  });

  it('redeems, and leaves a redemption in doubt', async () => {
    assert.deepEqual(await redeem(createDrillClient('redeemed')), {
      status: 'redeemed',
      code: 'SPRING',
    });
    assert.deepEqual(await redeem(createDrillClient('unconfirmed')), { status: 'unconfirmed' });
  });

  it('names the field and what is wrong with it', async () => {
    const names = drillNames.filter((name) => name.startsWith('phone-'));
    assert.equal(names.length, 5);
    for (const name of names) {
      const { errors } = await failureOf(submit(createDrillClient(name)));
      assert.deepEqual(errors, [{ field: 'phone', code: name.slice('phone-'.length) }]);
    }
  });

  for (const name of ['too-many-requests', 'unavailable-retry-after'] as const) {
    it(`says how long to wait: ${name}`, async () => {
      const client = createDrillClient(name, { retryAfterMs: 7_000 });
      assert.equal((await failureOf(submit(client))).retryAfterMs, 7_000);
    });
  }

  it('shows several states, a call each and the last one for good', async () => {
    const client = createDrillClient(['unavailable', 'unchecked', 'valid']);
    assert.equal((await failureOf(validate(client))).failure, 'unavailable');
    assert.deepEqual(await validate(client), { status: 'unchecked' });
    for (const _ of [1, 2]) {
      assert.partialDeepStrictEqual(await validate(client), { status: 'valid' });
    }
  });

  it('takes its time, and ends at once if its caller aborts', async () => {
    const startedAt = performance.now();
    await validate(createDrillClient('valid', { delayMs: 30 }));
    assert.ok(performance.now() - startedAt >= 29);
    const caller = new AbortController();
    for (const name of ['valid', 'pending'] as const) {
      const client = createDrillClient(name, { delayMs: name === 'valid' ? 60_000 : 0 });
      const call = client.validate('A', { signal: caller.signal });
      caller.abort();
      assert.equal((await failureOf(call)).failure, 'aborted');
    }
  });

  it('knows only its own names', () => {
    for (const name of ['expird', 'toString', '']) {
      assert.throws(() => createDrillClient(name as DrillName), RangeError);
    }
  });
});
