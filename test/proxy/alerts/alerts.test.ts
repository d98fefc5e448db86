import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readAlertCounts } from '../../../src/proxy/alerts/alert-counts.ts';
import { Alerts, type PostbackStatuses, retryLead } from '../../../src/proxy/index.ts';
import { createStage, goodLead, sendLead, type Stage } from '../../support/proxy/proxy-stage.ts';
import { twoStores } from '../../support/store/two-stores.ts';

const contact = '/api/make/contact';
const hour = 60 * 60_000;

interface Owner {
  readonly told: string[];
  /** Undefined: the messages come. */
  failure: Error | undefined;
}

function alertsOn(
  stage: Stage,
  store = stage.store,
  postbacks?: PostbackStatuses,
): { alerts: Alerts; owner: Owner } {
  const owner: Owner = { told: [], failure: undefined };
  const alerts = new Alerts({
    store,
    server: 'shop-1',
    postbacks,
    now: () => stage.now,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    send: async (text) => {
      if (owner.failure) throw owner.failure;
      owner.told.push(text);
    },
  });
  return { alerts, owner };
}

let leads = 0;

/** Sends a lead that the vendor holds up for good. */
async function hold(stage: Stage): Promise<string> {
  stage.faults.set(contact, async () => Response.json({ status: 'invalid product name' }));
  leads += 1;
  const phone = String(62810000000 + leads);
  const ref = await sendLead(stage, `held-lead-${leads}`, { phone });
  await stage.work();
  return ref;
}

/** Lets the worker look whenever it wants to, until then. */
async function workUntil(stage: Stage, end: number): Promise<void> {
  while (stage.now < end) {
    const next = (await stage.work()) ?? end;
    stage.now = Math.min(Math.max(next, stage.now + 1), end);
  }
}

describe('Alerts', () => {
  it('tells once of a lead that is held, why, and nothing of who it is', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    await alerts.check();
    assert.deepEqual(owner.told, []);
    await hold(stage);
    await alerts.check();
    await alerts.check();
    assert.equal(owner.told.length, 1);
    const [text = ''] = owner.told;
    assert.match(
      text,
      /^promo-lead on shop-1: leads wait\.\n- 1 lead held \(.*product.*\)\n.*\/console/,
    );
    for (const field of [goodLead.first_name, goodLead.last_name, /\d{4}/]) {
      assert.equal(text.search(field), -1, text);
    }
  });

  it('gathers for an hour, and counts anew what comes after the owner saw to it', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    const refs = [await hold(stage)];
    await alerts.check();
    refs.push(await hold(stage), await hold(stage));
    await alerts.check();
    assert.equal(owner.told.length, 1);
    stage.now += hour;
    await alerts.check();
    assert.match(owner.told[1] ?? '', /- 3 leads held/);

    stage.faults.delete(contact);
    for (const ref of refs) await retryLead(stage.store, ref, stage.now);
    await stage.work();
    await alerts.check();
    stage.now += hour;
    await hold(stage);
    await alerts.check();
    assert.match(owner.told[2] ?? '', /- 1 lead held/);
    assert.equal(owner.told.length, 3);
  });

  it('tells of leads that cannot be sent for half an hour, and when they can again', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    stage.faults.set(contact, async () => new Response('', { status: 429 }));
    await sendLead(stage, 'late-lead');
    await workUntil(stage, stage.now + hour / 2 - 1);
    await alerts.check();
    assert.equal(owner.told.length, 0);
    stage.now += 1;
    await alerts.check();
    const late = /^promo-lead on shop-1: leads wait\.\n- 1 lead not delivered .*\(.*HTTP 429.*\)$/;
    assert.match(owner.told[0] ?? '', late);

    stage.faults.delete(contact);
    await workUntil(stage, stage.now + hour);
    await alerts.check();
    await alerts.check();
    assert.deepEqual(owner.told.slice(1), ['promo-lead on shop-1: leads are delivered again.']);
  });

  it('tells nothing that was said of a lead that the owner sends again', async () => {
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
    assert.match(owner.told[0] ?? '', /leads wait.*HTTP 429/s);
  });

  it('tries again a minute later where the owner was not reached', async () => {
    const stage = await createStage();
    const { alerts, owner } = alertsOn(stage);
    await hold(stage);
    owner.failure = new Error('away');
    await alerts.check();
    owner.failure = undefined;
    await alerts.check();
    assert.deepEqual(owner.told, []);
    stage.now += 60_000;
    await alerts.check();
    await alerts.check();
    assert.equal(owner.told.length, 1);
  });

  it('tells once, of several servers that look at the same time', async () => {
    const [one, other] = await twoStores();
    const stage = await createStage({ store: one });
    await hold(stage);
    const servers = [alertsOn(stage, one), alertsOn(stage, other), alertsOn(stage, other)];
    await Promise.all(servers.map(({ alerts }) => alerts.check()));
    assert.equal(servers.flatMap(({ owner }) => owner.told).length, 1);
  });

  it('tells nothing that another server has told between our look and our turn', async () => {
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
    assert.deepEqual([quick.owner.told.length, slow.owner.told.length], [1, 0]);
  });

  it('tells of postbacks that were given up, and what to do', async () => {
    const statuses = { delivered: 'lead' };
    const stage = await createStage({ postbacks: statuses });
    const { alerts, owner } = alertsOn(stage, stage.store, statuses);
    await sendLead(stage, 'a-lead-of-a-tracker');
    await stage.work();
    await alerts.check();
    assert.deepEqual(owner.told, []);
    await stage.store.updateTable('postbacks').set({ outcome: 'given_up', due_at: null }).execute();
    await alerts.check();
    assert.deepEqual(owner.told, [
      'promo-lead on shop-1: your tracker is not told.\n' +
        '- 1 postback to your tracker given up after three days. ' +
        'Send again: promo-lead postbacks retry --all',
    ]);
  });

  it('tells of postbacks that wait for six hours, each for itself, where there is a tracker', async () => {
    const stage = await createStage({ postbacks: { delivered: 'lead' } });
    const { alerts, owner } = alertsOn(stage, stage.store, { delivered: 'lead' });
    const others = [alertsOn(stage), alertsOn(stage, stage.store, { rejected: 'no' })];
    await sendLead(stage, 'a-lead-that-waits');
    await stage.work();
    stage.now += 6 * hour - 1;
    await alerts.check();
    assert.deepEqual(owner.told, []);
    stage.now += 1;
    for (const other of others) await other.alerts.check();
    assert.deepEqual(
      others.flatMap((other) => other.owner.told),
      [],
    );
    await alerts.check();
    await alerts.check();
    assert.deepEqual(owner.told, [
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
