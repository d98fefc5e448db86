import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStage, sendLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { check, codeList, countOf } from '../../support/proxy/vendor-calls.ts';

const leaseMs = 60_000;

async function redeem(stage: Stage): Promise<unknown> {
  const reply = await stage.post(
    '/v1/promo-codes/redeem',
    { code: 'ONCE' },
    withKey('a-key-of-it'),
  );
  return reply.json();
}

describe('the lease of a redemption', () => {
  it('must last for the call: a code that others take for sent is not sent', async () => {
    const stage = await createStage();
    await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
    stage.faults.set(codeList, (request, answer) => {
      stage.faults.delete(codeList);
      stage.now += leaseMs - 1000;
      return answer(request);
    });
    let leasesLeft = 0;
    stage.faults.set(check, async (request, answer) => {
      const { lease_until } = await stage.store
        .selectFrom('redemptions')
        .select('lease_until')
        .executeTakeFirstOrThrow();
      leasesLeft = Number(lease_until) - stage.now;
      return answer(request);
    });
    await stage.work();
    stage.now += 30_000;
    await stage.work();
    const { state } = await stage.store
      .selectFrom('redemptions')
      .select('state')
      .executeTakeFirstOrThrow();
    assert.equal(state, 'redeemed');
    assert.equal(countOf(stage, check), 1);
    assert.ok(leasesLeft >= 15_000, `${leasesLeft} ms`);
  });

  it('that ran out leaves one answer for all callers, whatever comes later', async () => {
    const stage = await createStage();
    const meanwhile: unknown[] = [];
    stage.faults.set(check, async (request, answer) => {
      stage.now += leaseMs;
      meanwhile.push(await redeem(stage));
      return answer(request);
    });
    assert.deepEqual(await redeem(stage), { status: 'unconfirmed' });
    assert.deepEqual(meanwhile, [{ status: 'unconfirmed' }]);
    assert.equal(countOf(stage, check), 1);
  });
});
