import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { retryLead } from '../../../src/proxy/index.ts';
import { applyRetention } from '../../../src/proxy/outbox/retention.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { answers, check, contact } from '../../support/proxy/vendor-calls.ts';

const dayMs = 24 * 60 * 60_000;
const tables = ['leads', 'lead_attempts', 'redemptions', 'idempotency_keys'] as const;

async function send(stage: Stage, key: string, fields: object = {}): Promise<Response> {
  return stage.post('/v1/leads', { ...goodLead, ...fields }, withKey(key));
}

async function sizesOf({ store }: Stage): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const table of tables) {
    sizes[table] = (await store.selectFrom(table).selectAll().execute()).length;
  }
  return sizes;
}

const nothing = { leads: 0, lead_attempts: 0, redemptions: 0, idempotency_keys: 0 };
describe('applyRetention()', () => {
  it('removes a lead with all its rows when its days are over, and not before', async () => {
    const stage = await createStage({ retention: { delivered: 40 } });
    await send(stage, 'one-lead', { promo_code: 'ONCE' });
    await stage.work();
    stage.now += 40 * dayMs;
    await stage.work();
    assert.equal((await sizesOf(stage))['leads'], 1);
    stage.now += 10 * 60_000;
    await stage.work();
    assert.deepEqual(await sizesOf(stage), nothing);
  });

  it('keeps the leads of each state for its days, and for ever if none are given', async () => {
    const rest = {
      duplicate: 'double phone',
      rejected: 'invalid phone format',
      held: 'invalid product name',
      delivered: 'contact: 5 created',
    } as const;
    for (const [state, status] of Object.entries(rest)) {
      const stage = await createStage();
      stage.faults.set(contact, answers(status));
      await send(stage, 'one-lead');
      await stage.work();
      const now = stage.now + 1000 * dayMs;
      const others = Object.keys(rest).filter((other) => other !== state);
      const retention = Object.fromEntries(others.map((other) => [other, 1]));
      await applyRetention(stage.store, { now, retention: { ...retention, dead: 1 } });
      assert.equal((await sizesOf(stage))['leads'], 1, state);
      await applyRetention(stage.store, { now, retention: { [state]: 1 } });
      assert.deepEqual(await sizesOf(stage), nothing, state);
    }
  });

  it('counts from the day on which a lead came to rest', async () => {
    const stage = await createStage();
    stage.faults.set(contact, answers('invalid product name'));
    const { ref } = (await (await send(stage, 'one-lead')).json()) as { readonly ref: string };
    await stage.work();
    stage.faults.clear();
    stage.now += 50 * dayMs;
    await retryLead(stage.store, ref, stage.now);
    await stage.work();
    const retention = { delivered: 40 };
    await applyRetention(stage.store, { now: stage.now + dayMs, retention });
    assert.equal((await sizesOf(stage))['leads'], 1);
    await applyRetention(stage.store, { now: stage.now + 41 * dayMs, retention });
    assert.deepEqual(await sizesOf(stage), nothing);
  });

  it('still knows the key of a removed lead, because a browser may retry with it', async () => {
    const stage = await createStage({ retention: { delivered: 1 } });
    const first: unknown = await (await send(stage, 'one-lead')).json();
    await stage.work();
    stage.now += 8 * dayMs;
    await stage.work();
    assert.equal((await sizesOf(stage))['leads'], 0);
    const again = await send(stage, 'one-lead');
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(await again.json(), first);
    assert.equal((await sizesOf(stage))['leads'], 0);
    stage.now += 23 * dayMs;
    await stage.work();
    assert.deepEqual(await sizesOf(stage), nothing);
  });

  it('keeps a lead whose promo code waits, for its turn or for a person', async () => {
    const stage = await createStage();
    await send(stage, 'one-lead', { promo_code: 'ONCE' });
    await stage.work();
    const retention = { delivered: 1 };
    const now = stage.now + 1000 * dayMs;
    for (const state of ['pending', 'sending', 'unconfirmed', 'held'] as const) {
      await stage.store.updateTable('redemptions').set({ state }).execute();
      await applyRetention(stage.store, { now, retention });
      assert.equal((await sizesOf(stage))['leads'], 1, state);
    }
  });

  it('knows an idempotency key for 30 days, and with it what /redeem answered', async () => {
    const stage = await createStage();
    const redeem = (): Promise<Response> =>
      stage.post('/v1/promo-codes/redeem', { code: 'WELCOME10' }, withKey('one-redemption'));
    await send(stage, 'one-lead');
    await redeem();
    stage.now += 30 * dayMs;
    await stage.work();
    assert.equal((await redeem()).headers.get('idempotent-replayed'), 'true');
    assert.equal((await send(stage, 'one-lead')).headers.get('idempotent-replayed'), 'true');
    stage.now += 10 * 60_000;
    await stage.work();
    const sizes = await sizesOf(stage);
    assert.deepEqual([sizes['idempotency_keys'], sizes['redemptions'], sizes['leads']], [0, 0, 1]);
    assert.equal((await redeem()).status, 200);
  });

  it('knows the key of a redemption in doubt until a person has settled it', async () => {
    const stage = await createStage();
    stage.faults.set(check, () => Promise.resolve(new Response('', { status: 502 })));
    const redeem = async (): Promise<unknown> => {
      const body = { code: 'ONCE' };
      return (await stage.post('/v1/promo-codes/redeem', body, withKey('one-redemption'))).json();
    };
    assert.deepEqual(await redeem(), { status: 'unconfirmed' });
    stage.faults.clear();
    stage.now += 400 * dayMs;
    await stage.work();
    assert.deepEqual(await redeem(), { status: 'unconfirmed' });
  });

  it('works in batches, one a second, so that no new lead has to wait', async () => {
    const stage = await createStage({ retention: { delivered: 1 } });
    for (let index = 0; index < 250; index += 1) {
      await send(stage, `lead-number-${index}`, { phone: String(62810000000 + index) });
    }
    await stage.work();
    const left: number[] = [];
    stage.now += 1000 * dayMs;
    for (let second = 0; second < 6; second += 1) {
      await Promise.all([stage.work(), stage.work()]);
      left.push((await sizesOf(stage))['leads'] ?? 0);
      stage.now += 1000;
    }
    // First the keys, which are older than 30 days.
    assert.deepEqual(left, [250, 250, 150, 50, 0, 0]);
  });
});
