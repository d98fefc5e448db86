import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { pause } from '../support/poll.ts';
import { startApart } from '../support/postgres/postgres.ts';
import { seeded } from '../support/seeded.ts';
import { database } from '../support/store/database.ts';
import { type CrashStage, createCrashStage } from './crash-stage.ts';
import { Visitors } from './visitors.ts';

/** More than there will be leads. */
const codes = Array.from({ length: 2000 }, (_, index) => codeOf(62_800_000_000 + index));

function codeOf(phone: number): string {
  return `CODE-${phone}`;
}

function visit(stage: CrashStage): Visitors {
  return new Visitors({ url: () => stage.server.url, count: 16, codeOf });
}

/** Waits until everything left needs a person; the deadline is the test's own. */
async function untilSettled({ store }: CrashStage): Promise<void> {
  const isSettled = async (): Promise<boolean> => {
    const lead = await store
      .selectFrom('leads')
      .select('ref')
      .where('state', '!=', 'delivered')
      .executeTakeFirst();
    const redemption = await store
      .selectFrom('redemptions')
      .select('id')
      .where('state', 'not in', ['redeemed', 'unconfirmed'])
      .executeTakeFirst();
    return !lead && !redemption;
  };
  while (!(await isSettled())) await pause();
}

/**
 * The acknowledged, stored and delivered leads are the same; each contact was made once, and
 * requested again only after a doubt, and no code was sent twice.
 */
async function assertWhole(
  { store, vendor }: CrashStage,
  { receipts }: Visitors,
  { doubtsMax }: { readonly doubtsMax: number },
): Promise<void> {
  const leads = await store
    .selectFrom('leads')
    .innerJoin('redemptions', 'redemptions.lead_ref', 'leads.ref')
    .select(['leads.ref', 'phone', 'doubts', 'contact_id', 'redemptions.state as code'])
    .execute();
  const byPhone = (one: readonly [number, string], other: readonly [number, string]): number =>
    one[0] - other[0];
  const stored = leads.map(({ phone, ref }) => [Number(phone), ref] as const);
  assert.deepEqual(stored.toSorted(byPhone), [...receipts].toSorted(byPhone));
  assert.equal(vendor.contacts.size, leads.length);
  for (const { phone, doubts, contact_id, code } of leads) {
    assert(doubts <= doubtsMax, `${doubts} doubts`);
    const id = vendor.contacts.get(phone);
    assert(id !== undefined && (contact_id === id || (contact_id === null && doubts > 0)));
    const calls = vendor.asked.get(phone) ?? 0;
    assert(calls <= 1 + doubts, `${calls} calls after ${doubts} doubts`);
    const promoCode = codeOf(Number(phone));
    const checks = vendor.asked.get(promoCode) ?? 0;
    const uses = vendor.used.filter((used) => used === promoCode).length;
    assert(checks <= 1 && (uses === 1 || code === 'unconfirmed'), `${code}: ${uses} uses`);
    if (doubtsMax === 0) assert.deepEqual([calls, uses, code], [1, 1, 'redeemed']);
  }
}

describe('promo-lead serve under load', () => {
  it('survives SIGKILL at any moment, its own and that of its database', async () => {
    const chance = seeded();
    const postgres = database === 'postgres' ? await startApart() : undefined;
    after(() => postgres?.stop());
    const stage = await createCrashStage({ codes, ...(postgres && { url: postgres.url }) });
    const visitors = visit(stage);
    try {
      for (let round = 0; round < 3; round += 1) {
        const { child, ended } = stage.server;
        const moment = Promise.withResolvers<void>();
        const call = chance.oneOf(['token', 'contact', 'check']);
        // Enough calls for a lead that was being sent at the last crash to get through.
        let left = chance.between(15, 40);
        stage.vendor.onCall = (each) => {
          // The token is requested only once, so 'token' stands for any call.
          left -= Number(call === 'token' || each === call);
          if (left === 0) moment.resolve();
        };
        await moment.promise;
        const victim = postgres ? chance.oneOf(['server', 'database', 'both']) : 'server';
        if (victim !== 'database') child.kill('SIGKILL');
        if (victim !== 'server') await postgres?.halt('SIGKILL');
        if (victim !== 'server') await postgres?.resume();
        if (victim !== 'database') {
          assert.equal(await ended, 'SIGKILL');
          await stage.restart();
        }
        await visitors.more(10);
      }
      await visitors.leave();
      // What was being sent at the last crash waits for its lease to end.
      stage.server.child.kill('SIGTERM');
      assert.equal(await stage.server.ended, 0);
      await stage.restart();
      await untilSettled(stage);
      await assertWhole(stage, visitors, { doubtsMax: 3 });
    } catch (error) {
      throw new Error(`Cannot outlive it (${chance.how})`, { cause: error });
    }
  });

  it('finishes its calls at SIGTERM, and continues after a restart', async () => {
    const stage = await createCrashStage({ codes });
    const visitors = visit(stage);
    for (let round = 0; round < 2; round += 1) {
      await visitors.more(25);
      const { child, ended } = stage.server;
      child.kill('SIGTERM');
      assert.equal(await ended, 0);
      const running = await stage.store
        .selectFrom('leads')
        .select('ref')
        .where('state', '=', 'sending')
        .execute();
      assert.deepEqual(running, []);
      await stage.restart();
    }
    await visitors.more(10);
    await visitors.leave();
    await untilSettled(stage);
    await assertWhole(stage, visitors, { doubtsMax: 0 });
    assert.deepEqual(visitors.refusals, []);
  });
});
