import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listLeads, readLead, retryLead, type StoredLead } from '../../../src/proxy/index.ts';
import { collect } from '../../support/collect.ts';
import { createStage, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import {
  answers,
  check,
  contact,
  countOf,
  holdUp,
  lostAnswer,
  refusedConnection,
} from '../../support/proxy/vendor-calls.ts';

async function leadOf(stage: Stage, ref: string): Promise<StoredLead> {
  const story = await readLead(stage.store, ref);
  assert.ok(story);
  return story.lead;
}

async function redemptionOf(stage: Stage, ref: string): Promise<unknown> {
  const story = await readLead(stage.store, ref);
  return story?.redemption && [story.redemption.state, story.redemption.reason];
}

describe('Worker.runDue()', () => {
  it('makes a contact of a lead, and then uses its code up', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'once' });
    let spelling: string | null = null;
    stage.faults.set(check, (request, answer) => {
      spelling = new URL(request.url).searchParams.get('code');
      return answer(request);
    });
    await stage.work();
    assert.equal(spelling, 'ONCE', 'as its list has it');
    const { state, contact_id, attempts } = await leadOf(stage, ref);
    assert.deepEqual([state, contact_id, attempts], ['delivered', '1', 1]);
    assert.deepEqual(await redemptionOf(stage, ref), ['redeemed', null]);
    assert.ok(stage.calls.indexOf(contact) < stage.calls.indexOf(check));
  });

  it('finds the company of a code that came without one', async () => {
    const stage = await createStage({ company: undefined });
    const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
    await stage.work();
    assert.deepEqual(await redemptionOf(stage, ref), ['redeemed', null]);
  });

  it('uses no code for a phone that is known', async () => {
    const stage = await createStage();
    await sendLead(stage, 'first-lead');
    await stage.work();
    const ref = await sendLead(stage, 'second-lead', { promo_code: 'ONCE' });
    await stage.work();
    assert.equal((await leadOf(stage, ref)).state, 'duplicate');
    assert.deepEqual(await redemptionOf(stage, ref), ['released', null]);
    assert.equal(countOf(stage, check), 0);
  });

  it('never sends a code that the visitor was told is refused', async () => {
    const stage = await createStage();
    const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'LASTYEAR' });
    await stage.work();
    assert.equal((await leadOf(stage, ref)).state, 'delivered');
    assert.deepEqual(await redemptionOf(stage, ref), ['refused', 'expired']);
    assert.equal(countOf(stage, check), 0);
  });

  it('recognises its own echo after a lost answer, and then uses the code up', async () => {
    const stage = await createStage();
    stage.faults.set(contact, lostAnswer);
    const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
    const next = await stage.work();
    assert.equal((await leadOf(stage, ref)).state, 'in_doubt');
    assert.equal(next, stage.now + 60_000);
    stage.faults.clear();
    stage.now += 59_999;
    await stage.work();
    assert.equal(countOf(stage, contact), 1, 'the quiet time is kept');
    stage.now += 1;
    await stage.work();
    const { state, contact_id } = await leadOf(stage, ref);
    assert.deepEqual([state, contact_id], ['delivered', null]);
    assert.deepEqual(await redemptionOf(stage, ref), ['redeemed', null]);
  });

  it('retries leads that failed together at different times, by chance', async () => {
    const chances = [0, 0.25, 1];
    const stage = await createStage({ concurrency: 1, random: () => chances.shift() ?? 0.5 });
    stage.faults.set(contact, refusedConnection);
    for (const phone of ['62811111111', '62822222222', '62833333333']) {
      await sendLead(stage, `lead-of-${phone}`, { phone });
    }
    await stage.work();
    const leads = await collect(listLeads(stage.store));
    const waits = leads.map(({ due_at }) => (due_at ?? 0) - stage.now);
    assert.deepEqual(new Set(waits), new Set([900, 950, 1100]));
  });

  it('leaves a code unconfirmed when its answer was lost, for good', async () => {
    const stage = await createStage();
    stage.faults.set(check, lostAnswer);
    const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
    await stage.work();
    stage.faults.clear();
    stage.now += 24 * 60 * 60_000;
    assert.equal(await stage.work(), undefined);
    assert.deepEqual(await redemptionOf(stage, ref), ['unconfirmed', null]);
    assert.equal(countOf(stage, check), 1);
  });

  it('waits for an upstream that cannot be reached, and delivers when it can', async () => {
    const stage = await createStage();
    stage.faults.set(contact, refusedConnection);
    const ref = await sendLead(stage, 'a-lead-key');
    assert.equal(await stage.work(), stage.now + 1000);
    stage.faults.clear();
    stage.now += 1000;
    await stage.work();
    const { state, attempts, doubts } = await leadOf(stage, ref);
    assert.deepEqual([state, attempts, doubts], ['delivered', 2, 0]);
  });

  it('takes a lead whose process died in mid-call as in doubt', async () => {
    const stage = await createStage();
    const answered = Promise.withResolvers<void>();
    stage.faults.set(contact, async (request, answer) => {
      await answer(request);
      answered.resolve();
      return new Promise(() => {});
    });
    const ref = await sendLead(stage, 'a-lead-key');
    void stage.work();
    await answered.promise;
    const next = await createStage({ store: stage.store });
    assert.equal(await next.work(), next.now + 60_000, 'looks again when the lease ends');
    next.now += 60_000;
    await next.work();
    assert.equal((await leadOf(stage, ref)).state, 'in_doubt');
    next.now += 60_000;
    await next.work();
    assert.equal((await leadOf(stage, ref)).state, 'delivered', 'and no duplicate of itself');
    const { attempts = [] } = (await readLead(stage.store, ref)) ?? {};
    assert.deepEqual(
      attempts.map(({ attempt, state, detail }) => [attempt, state, detail]),
      [
        [1, 'in_doubt', 'in_doubt: the process ended in mid-call'],
        [2, 'delivered', 'known upstream after a doubt: our own call went through'],
      ],
    );
  });

  it('leaves a lead to a person if process after process dies with it', async () => {
    const stage = await createStage();
    stage.faults.set(contact, () => new Promise(() => {}));
    const ref = await sendLead(stage, 'a-lead-key');
    for (const attempt of [1, 2, 3, 4]) {
      void stage.work();
      while (countOf(stage, contact) < attempt) await new Promise(setImmediate);
      stage.now += 60_000;
      await stage.work();
      stage.now += 60_000;
    }
    assert.equal((await leadOf(stage, ref)).state, 'held');
    assert.equal(await stage.work(), undefined);
  });

  it('ignores a result that comes after its lease', async () => {
    const stage = await createStage();
    const { asked, release } = holdUp(stage, contact, answers('required fields missing'));
    const ref = await sendLead(stage, 'a-lead-key');
    const overtaken = stage.work();
    await asked;
    stage.faults.clear();
    stage.now += 60_000;
    await stage.work();
    release();
    await overtaken;
    assert.equal((await leadOf(stage, ref)).state, 'in_doubt');
  });

  it('never calls for one phone twice at once', async () => {
    const stage = await createStage();
    let running = 0;
    let most = 0;
    stage.faults.set(contact, async (request, answer) => {
      running += 1;
      most = Math.max(most, running);
      const reply = await answer(request);
      running -= 1;
      return reply;
    });
    const refs = [];
    for (let index = 0; index < 5; index += 1) {
      refs.push(await sendLead(stage, `same-phone-${index}`));
    }
    await stage.work();
    assert.equal(most, 1);
    const states = await Promise.all(refs.map((ref) => leadOf(stage, ref)));
    assert.deepEqual(states.map(({ state }) => state).toSorted(), [
      'delivered',
      'duplicate',
      'duplicate',
      'duplicate',
      'duplicate',
    ]);
  });

  it('calls for other phones while one waits for a slow upstream', async () => {
    const stage = await createStage();
    stage.faults.set(contact, (request, answer) => {
      stage.faults.clear();
      void answer(request);
      return new Promise(() => {});
    });
    await sendLead(stage, 'slow-lead');
    void stage.work();
    while (!stage.calls.includes(contact)) await new Promise(setImmediate);
    const ref = await sendLead(stage, 'next-lead', { phone: '62811111111' });
    // Either call may take it.
    do await stage.work();
    while ((await leadOf(stage, ref)).state !== 'delivered');
  });

  it('holds a lead that the upstream refuses because of our set-up, until a person retries', async () => {
    const stage = await createStage();
    stage.faults.set(contact, answers('invalid product name'));
    const ref = await sendLead(stage, 'a-lead-key');
    assert.equal(await stage.work(), undefined);
    assert.equal((await leadOf(stage, ref)).state, 'held');
    assert.ok(stage.logged.some((line) => line.startsWith('lead.held')));
    stage.faults.clear();
    assert.deepEqual(await retryLead(stage.store, ref, stage.now), { status: 'queued' });
    await stage.work();
    assert.equal((await leadOf(stage, ref)).state, 'delivered');
    assert.deepEqual(await retryLead(stage.store, ref, stage.now), {
      status: 'not_retried',
      state: 'delivered',
    });
  });

  it('reserves the code again when a person retries a rejected lead', async () => {
    const stage = await createStage();
    stage.faults.set(contact, answers('invalid phone format'));
    const ref = await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
    await stage.work();
    assert.equal((await leadOf(stage, ref)).state, 'rejected');
    assert.deepEqual(await redemptionOf(stage, ref), ['released', null]);
    stage.faults.clear();
    await retryLead(stage.store, ref, stage.now);
    await stage.work();
    assert.deepEqual(await redemptionOf(stage, ref), ['redeemed', null]);
  });
});

describe('listLeads()', () => {
  it('returns all leads in their order, over several pages', async () => {
    const stage = await createStage();
    for (let index = 0; index < 1203; index += 1) {
      // Several in one millisecond, as under load.
      if (index % 3 === 0) stage.now += 1;
      await sendLead(stage, `lead-no-${index}`, { phone: String(62800000000 + index) });
    }
    const listed = await collect(listLeads(stage.store));
    assert.equal(new Set(listed.map(({ ref }) => ref)).size, 1203);
    const times = listed.map(({ received_at }) => received_at);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
    assert.equal((await collect(listLeads(stage.store, { state: 'held' }))).length, 0);
  });
});
