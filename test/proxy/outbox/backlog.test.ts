import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStage, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { check, contact, refusedConnection } from '../../support/proxy/vendor-calls.ts';

const firstOld = 62810000000;
const firstNew = 62990000000;

async function accept(stage: Stage, phone: number, promo_code?: string): Promise<void> {
  await sendLead(stage, `lead-of-${phone}`, { phone: String(phone), promo_code });
}

/** Leads that came one a second while the upstream was away, for ten minutes more. */
async function backlog(stage: Stage, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await accept(stage, firstOld + index);
    stage.now += 1000;
  }
  stage.now += 10 * 60_000;
}

/** Records the phone of each contact; `meanwhile` runs before each call is answered. */
function watch(stage: Stage, meanwhile: (calls: number) => Promise<void>): readonly number[] {
  const phones: number[] = [];
  stage.faults.set(contact, async (request, answer) => {
    const fields = new URLSearchParams(await request.clone().text());
    phones.push(Number(fields.get('phone')));
    await meanwhile(phones.length);
    return answer(request);
  });
  return phones;
}

describe('a backlog', () => {
  it('goes in the order of its age, and lets no new lead wait for all of it', async () => {
    const stage = await createStage({ concurrency: 1 });
    await backlog(stage, 200);
    const arrivals = new Map<number, number>();
    const phones = watch(stage, async (calls) => {
      stage.now += 100;
      if (calls % 20 !== 0 || arrivals.size >= 10) return;
      const phone = firstNew + arrivals.size;
      arrivals.set(phone, calls);
      await accept(stage, phone);
    });
    await stage.work();
    assert.equal(phones.length, 210);
    const old = phones.filter((phone) => phone < firstNew);
    assert.deepEqual(
      old,
      old.toSorted((one, other) => one - other),
    );
    for (const [phone, arrivedAt] of arrivals) {
      const waited = phones.indexOf(phone) - arrivedAt;
      assert(waited <= 4, `${phone} waited for ${waited} calls`);
    }
  });

  it('goes on when more new leads come than their share; these then wait in their order', async () => {
    const stage = await createStage({ concurrency: 1 });
    await backlog(stage, 60);
    let arrived = 0;
    const phones = watch(stage, async () => {
      stage.now += 1000;
      if (arrived >= 60) return;
      await accept(stage, firstNew + arrived);
      arrived += 1;
    });
    await stage.work();
    const isOld = (phone: number): boolean => phone < firstNew;
    assert(phones.slice(0, 80).filter(isOld).length >= 55, 'the backlog keeps its share');
    const others = phones.filter((phone) => !isOld(phone));
    assert.equal(others.length, 60);
    const first = others.slice(0, 10);
    assert.deepEqual(
      first,
      first.toSorted((one, other) => one - other),
    );
  });

  it('keeps no promo code waiting that another process left', async () => {
    const stage = await createStage();
    stage.faults.set(check, refusedConnection);
    for (let index = 0; index < 10; index += 1) {
      await accept(stage, 62700000000 + index, 'WELCOME10');
    }
    await stage.work();
    const next = await createStage({ store: stage.store, concurrency: 1 });
    await backlog(next, 60);
    await next.work();
    const first = next.calls.filter((path) => path === contact || path === check).slice(0, 44);
    assert.equal(first.filter((path) => path === check).length, 10);
  });
});
