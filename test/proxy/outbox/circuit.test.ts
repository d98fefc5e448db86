import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCompany, demoCompany } from '../../../src/backend/index.ts';
import { listLeads, type StoredLead } from '../../../src/proxy/index.ts';
import { collect } from '../../support/collect.ts';
import { createStage, type Fault, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { check, contact, countOf, refusedConnection } from '../../support/proxy/vendor-calls.ts';

/** Twenty leads that are due, and an upstream whose answers a test decides. */
async function outage(fault: Fault): Promise<Stage> {
  const stage = await createStage();
  stage.faults.set(contact, fault);
  for (let n = 10; n < 30; n += 1) {
    await sendLead(stage, `lead-number-${n}`, { phone: `62812345678${n}` });
  }
  await stage.work();
  return stage;
}

/** Codes for which the vendor's check is not called: as leads have them, and their outcome. */
const unasked: Readonly<Record<string, readonly [fields: object, state: string]>> = {
  'a code that has left the list': [{ promo_code: 'ONCE', company: demoCompany }, 'refused'],
  'a code of no company': [{ promo_code: 'WELCOME10' }, 'held'],
};

async function leadsOf(stage: Stage): Promise<readonly StoredLead[]> {
  return collect(listLeads(stage.store, {}));
}

describe('Circuit', () => {
  it('uses up no attempt of the leads that wait while an upstream is away', async () => {
    const stage = await outage(refusedConnection);
    const tried = countOf(stage, contact);
    assert.ok(tried < 20, `${tried} calls`);
    const untried = (await leadsOf(stage)).filter(({ attempts }) => attempts === 0);
    assert.equal(untried.length, 20 - tried);
    assert.ok(stage.logged.some((line) => line.startsWith('circuit.opened')));
  });

  it('tries one lead after each pause, and each pause is twice as long', async () => {
    const stage = await outage(refusedConnection);
    const before = countOf(stage, contact);
    const pauses: number[] = [];
    for (let trial = 1; trial <= 7; trial += 1) {
      const next = (await stage.work()) ?? 0;
      pauses.push((next - stage.now) / 1000);
      stage.now = next;
      await stage.work();
      assert.equal(countOf(stage, contact), before + trial);
    }
    assert.deepEqual(pauses, [15, 30, 60, 120, 240, 300, 300]);
  });

  it('delivers all of them once the upstream is back', async () => {
    const stage = await outage(refusedConnection);
    stage.faults.clear();
    for (let rounds = 0; rounds < 5; rounds += 1) {
      const next = await stage.work();
      if (next !== undefined) stage.now = next;
    }
    const states = (await leadsOf(stage)).map(({ state }) => state);
    assert.deepEqual(states, Array<string>(20).fill('delivered'));
    assert.ok(stage.logged.some((line) => line.startsWith('circuit.closed')));
  });

  it('opens at once for a busy upstream, and for as long as that asks', async () => {
    const headers = { 'retry-after': '40' };
    const stage = await outage(() => Promise.resolve(new Response('', { status: 429, headers })));
    // Only the calls that began together.
    assert.ok(countOf(stage, contact) <= 8, `${countOf(stage, contact)} calls`);
    assert.equal(await stage.work(), stage.now + 40_000);
  });

  it('pauses longer and longer for a busy upstream that names no time', async () => {
    const stage = await outage(() => Promise.resolve(new Response('', { status: 429 })));
    const pauses: number[] = [];
    for (let trial = 1; trial <= 3; trial += 1) {
      const next = (await stage.work()) ?? 0;
      pauses.push((next - stage.now) / 1000);
      stage.now = next;
      await stage.work();
    }
    assert.deepEqual(pauses, [15, 30, 60]);
  });

  it('tries one lead also after a pause that a single busy answer has begun', async () => {
    const headers = { 'retry-after': '40' };
    const stage = await outage(() => Promise.resolve(new Response('', { status: 429, headers })));
    const before = countOf(stage, contact);
    stage.faults.set(contact, refusedConnection);
    for (let trial = 1; trial <= 3; trial += 1) {
      stage.now = (await stage.work()) ?? 0;
      await stage.work();
      assert.equal(countOf(stage, contact), before + trial);
    }
  });

  it('stays open for as long as it is asked, whatever earlier calls return', async () => {
    const busy = (seconds: number): Response =>
      new Response('', { status: 429, headers: { 'retry-after': String(seconds) } });
    for (const [late, pauseMs] of [
      [undefined, 30_000],
      [5, 30_000],
      [45, 45_000],
    ] as const) {
      const stage = await createStage({ concurrency: 4 });
      const slow = Promise.withResolvers<void>();
      let begun = 0;
      stage.faults.set(contact, async (request, answer) => {
        begun += 1;
        if (begun === 4) return busy(30);
        const isLate = begun === 3;
        await slow.promise;
        return isLate && late !== undefined ? busy(late) : answer(request);
      });
      for (let n = 10; n < 20; n += 1) {
        await sendLead(stage, `lead-number-${n}`, { phone: `62812345678${n}` });
      }
      const working = stage.work();
      while (!stage.logged.some((line) => line.startsWith('circuit.opened'))) {
        await new Promise(setImmediate);
      }
      slow.resolve();
      assert.equal(await working, stage.now + pauseMs);
      assert.equal(begun, 4);
      stage.now += pauseMs;
      await stage.work();
      const states = (await leadsOf(stage)).map(({ state }) => state);
      assert.deepEqual(states, Array<string>(10).fill('delivered'));
    }
  });

  it('does not wait for a clock that was set back', async () => {
    const stage = await outage(refusedConnection);
    const before = countOf(stage, contact);
    stage.faults.clear();
    stage.now -= 24 * 60 * 60_000;
    await sendLead(stage, 'lead-of-yesterday', { phone: '6281111111111' });
    await stage.work();
    assert.equal(countOf(stage, contact), before + 1);
    const states = (await leadsOf(stage)).map(({ state }) => state);
    assert.equal(states.filter((state) => state === 'delivered').length, 1);
  });

  for (const [what, [fields, state]] of Object.entries(unasked)) {
    it(`hears nothing of the vendor from ${what}`, async () => {
      const stage = await createStage({ company: undefined, concurrency: 1 });
      await addCompany(stage.store, { title: 'Second', now: stage.now });
      const ofVendor = { promo_code: 'WELCOME10', company: demoCompany };
      const once = stage.store.updateTable('promo_codes').where('code', '=', 'ONCE');
      await once.set({ uses_left: null }).execute();
      for (let n = 10; n < 30; n += 1) {
        const lead = { ...(n % 2 ? fields : ofVendor), phone: `62812345678${n}` };
        await sendLead(stage, `lead-number-${n}`, lead);
      }
      await once.set({ code: 'GONE', code_key: 'gone' }).execute();
      stage.now += 60_000;
      // So that each code is due after those of the leads before.
      stage.faults.set(contact, (request, answer) => {
        stage.now += 1;
        return answer(request);
      });
      stage.faults.set(check, async () => new Response('<h1>502</h1>', { status: 502 }));
      const states = async (): Promise<Partial<Record<string, unknown[]>>> =>
        Object.groupBy(
          await stage.store.selectFrom('redemptions').select('state').execute(),
          (row) => row.state,
        );
      stage.now = (await stage.work()) ?? 0;
      const before = await states();
      assert.equal(before['unconfirmed']?.length, 5, 'as many as it takes to leave it alone');
      await stage.work();
      const { unconfirmed = [], pending = [], ...others } = await states();
      assert.deepEqual([unconfirmed.length, countOf(stage, check)], [6, 6], 'one trial');
      const ends = others[state]?.length ?? 0;
      assert.ok(ends > (before[state]?.length ?? 0), `${ends} before the trial's own`);
      assert.equal(ends + pending.length, 14);
    });
  }

  it('stays closed for an upstream that answers no', async () => {
    const stage = await outage(() =>
      Promise.resolve(Response.json({ status: 'invalid phone format' })),
    );
    assert.equal(countOf(stage, contact), 20);
  });
});
