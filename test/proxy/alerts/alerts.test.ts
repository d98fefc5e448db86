import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAlertCounts } from '../../../src/proxy/alerts/alert-counts.ts';
import { Alerts, type PostbackStatuses, retryLead } from '../../../src/proxy/index.ts';
import { silent } from '../../support/logs.ts';
import { createStage, goodLead, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { answers, contact } from '../../support/proxy/vendor-calls.ts';
import { twoStores } from '../../support/store/two-stores.ts';

const hour = 60 * 60_000;

interface Owner {
  readonly alerts: string[];
  /** Undefined if messages arrive. */
  failure: Error | undefined;
}

function alertsOn(
  stage: Stage,
  store = stage.store,
  postbacks?: PostbackStatuses,
): { alerts: Alerts; owner: Owner } {
  const owner: Owner = { alerts: [], failure: undefined };
  const alerts = new Alerts({
    store,
    server: 'shop-1',
    postbacks,
    now: () => stage.now,
    log: silent,
    send: async (text) => {
      if (owner.failure) throw owner.failure;
      owner.alerts.push(text);
    },
  });
  return { alerts, owner };
}

let leads = 0;

/** Sends a lead that is held, because the vendor refuses its product. */
async function hold(stage: Stage): Promise<string> {
  stage.faults.set(contact, answers('invalid product name'));
  leads += 1;
  const phone = String(62810000000 + leads);
  const ref = await sendLead(stage, `held-lead-${leads}`, { phone });
  await stage.work();
  return ref;
}

/** Runs the worker whenever something is due, until then. */
async function workUntil(stage: Stage, end: number): Promise<void> {
  while (stage.now < end) {
    const next = (await stage.work()) ?? end;
    stage.now = Math.min(Math.max(next, stage.now + 1), end);
  }
}

describe('Alerts', () => {
  it('alerts once to a lead that is held, with the reason, and nothing of who it is', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    await alerts.check();
    assert.deepEqual(owner.alerts, []);
    await hold(stage);
    await alerts.check();
    await alerts.check();
    assert.equal(owner.alerts.length, 1);
    const [text = ''] = owner.alerts;
    assert.match(
      text,
      /^promo-lead on shop-1: leads wait\.\n- 1 lead held \(.*product.*\)\n.*\/console/,
    );
    for (const field of [goodLead.first_name, goodLead.last_name, /\d{4}/]) {
      assert.equal(text.search(field), -1, text);
    }
  });

  it('gathers for an hour, and counts from zero after the owner has handled all', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    const refs = [await hold(stage)];
    await alerts.check();
    refs.push(await hold(stage), await hold(stage));
    await alerts.check();
    assert.equal(owner.alerts.length, 1);
    stage.now += hour;
    await alerts.check();
    assert.match(owner.alerts[1] ?? '', /- 3 leads held/);

    stage.faults.delete(contact);
    for (const ref of refs) await retryLead(stage.store, ref, stage.now);
    await stage.work();
    await alerts.check();
    stage.now += hour;
    await hold(stage);
    await alerts.check();
    assert.match(owner.alerts[2] ?? '', /- 1 lead held/);
    assert.equal(owner.alerts.length, 3);
  });

  it('alerts to leads that cannot be sent for half an hour, and when they can again', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    stage.faults.set(contact, async () => new Response('', { status: 429 }));
    await sendLead(stage, 'late-lead');
    await workUntil(stage, stage.now + hour / 2 - 1);
    await alerts.check();
    assert.equal(owner.alerts.length, 0);
    stage.now += 1;
    await alerts.check();
    const late = /^promo-lead on shop-1: leads wait\.\n- 1 lead not delivered .*\(.*HTTP 429.*\)$/;
    assert.match(owner.alerts[0] ?? '', late);

    stage.faults.delete(contact);
    await workUntil(stage, stage.now + hour);
    await alerts.check();
    await alerts.check();
    assert.deepEqual(owner.alerts.slice(1), ['promo-lead on shop-1: leads are delivered again.']);
  });

  it('does not say that leads are delivered again when they are held or given up', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    stage.faults.set(contact, async () => new Response('', { status: 429 }));
    await sendLead(stage, 'dead-lead');
    await workUntil(stage, stage.now + hour);
    await alerts.check();
    await workUntil(stage, stage.now + 15 * 24 * hour);
    await alerts.check();
    await sendLead(stage, 'held-lead', { phone: '62899999999' });
    await workUntil(stage, stage.now + hour);
    await alerts.check();
    stage.faults.set(contact, answers('invalid product name'));
    await workUntil(stage, stage.now + hour);
    await alerts.check();
    const headlines = owner.alerts.map((text) => text.split('\n', 1)[0]);
    assert.deepEqual(headlines, Array(4).fill('promo-lead on shop-1: leads wait.'));
    assert.match(owner.alerts[1] ?? '', /- 1 lead given up/);
    assert.match(owner.alerts[3] ?? '', /- 1 lead held/);
  });

  it('gives no earlier reason for a lead that the owner sends again', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    stage.faults.set(contact, async () => new Response('', { status: 429 }));
    await sendLead(stage, 'late-lead');
    await workUntil(stage, stage.now + hour / 2);
    const ref = await sendLead(stage, 'rejected-lead', { phone: '62899999999' });
    await stage.store
      .updateTable('leads')
      .set({ state: 'rejected', detail: 'Anna owes us money', updated_at: stage.now })
      .where('ref', '=', ref)
      .execute();
    await retryLead(stage.store, ref, stage.now);
    await alerts.check();
    assert.match(owner.alerts[0] ?? '', /leads wait.*HTTP 429/s);
  });

  it('tries again a minute later if the owner was not reached', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    await hold(stage);
    owner.failure = new Error('away');
    await alerts.check();
    owner.failure = undefined;
    await alerts.check();
    assert.deepEqual(owner.alerts, []);
    stage.now += 60_000;
    await alerts.check();
    await alerts.check();
    assert.equal(owner.alerts.length, 1);
  });

  it('alerts once, from several servers that check at the same time', async () => {
    const [one, other] = await twoStores();
    const stage = await createStage({ store: one });
    await hold(stage);
    const servers = [alertsOn(stage, one), alertsOn(stage, other), alertsOn(stage, other)];
    await Promise.all(servers.map(({ alerts }) => alerts.check()));
    assert.equal(servers.flatMap(({ owner }) => owner.alerts).length, 1);
  });

  it('sends nothing that another server has sent between our check and our claim', async () => {
    const [one, other] = await twoStores();
    const stage = await createStage({ store: one });
    await hold(stage);
    const quick = alertsOn(stage, one);
    const slow = alertsOn(
      stage,
      other.withPlugin({
        transformQuery: ({ node }) => node,
        async transformResult({ result }) {
          if (result.rows.some((row) => 'told' in row)) await quick.alerts.check();
          return result;
        },
      }),
    );
    const nothing = { channel: 'webhook', told: '{}', lease_until: null };
    await one.insertInto('alerts').values(nothing).execute();
    await slow.alerts.check();
    assert.deepEqual([quick.owner.alerts.length, slow.owner.alerts.length], [1, 0]);
  });

  it('alerts to postbacks that were given up, and says what to do', async () => {
    const statuses = { delivered: 'lead' };
    const stage = await createStage({ postbacks: statuses });
    const { alerts, owner } = alertsOn(stage, stage.store, statuses);
    await sendLead(stage, 'a-lead-of-a-tracker');
    await stage.work();
    await alerts.check();
    assert.deepEqual(owner.alerts, []);
    await stage.store.updateTable('postbacks').set({ outcome: 'given_up', due_at: null }).execute();
    await alerts.check();
    assert.deepEqual(owner.alerts, [
      'promo-lead on shop-1: your tracker is not told.\n' +
        '- 1 postback to your tracker given up after three days. ' +
        'Send again: promo-lead postbacks retry --all',
    ]);
  });

  it('alerts to postbacks that wait for six hours, each on its own, if there is a tracker', async () => {
    const stage = await createStage({ postbacks: { delivered: 'lead' } });
    const { alerts, owner } = alertsOn(stage, stage.store, { delivered: 'lead' });
    const others = [alertsOn(stage), alertsOn(stage, stage.store, { rejected: 'no' })];
    await sendLead(stage, 'a-lead-that-waits');
    await stage.work();
    stage.now += 6 * hour - 1;
    await alerts.check();
    assert.deepEqual(owner.alerts, []);
    stage.now += 1;
    for (const other of others) await other.alerts.check();
    assert.deepEqual(
      others.flatMap((other) => other.owner.alerts),
      [],
    );
    await alerts.check();
    await alerts.check();
    assert.deepEqual(owner.alerts, [
      'promo-lead on shop-1: your tracker is not told.\n' +
        '- 1 postback to your tracker not taken for six hours. See: promo-lead postbacks list',
    ]);
    await stage.store.updateTable('postbacks').set({ tried_since: stage.now }).execute();
    assert.equal(
      (await readAlertCounts(stage.store, { delivered: 'lead' }, stage.now)).latePostbacks,
      0,
    );
  });
});
