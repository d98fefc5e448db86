import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import type { Overview } from '../../src/contract/owner/overview.ts';
import { lastSlots } from '../../src/owner/reports/slots.ts';
import { ViewCounts } from '../../src/proxy/index.ts';
import { silent as log } from '../support/logs.ts';
import { contact } from '../support/proxy/vendor-calls.ts';
import { createOwnerStage, type OwnerStage, sendLead } from './owner-stage.ts';

async function overview(stage: OwnerStage, query = ''): Promise<Overview> {
  const reply = await stage.call('GET', `/overview${query}`);
  assert.equal(reply.status, 200);
  return (await reply.json()) as Overview;
}

function viewsOf(stage: OwnerStage): ViewCounts {
  const pause = (): Promise<void> => new Promise(() => {});
  return new ViewCounts({ store: stage.store, now: () => stage.now, log, pause });
}

describe('GET /v1/owner/overview', () => {
  it('counts leads by day and by state', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'first-lead', {
      locale: 'id',
      promo_code: 'WELCOME10',
      attribution: { last: { utm_source: 'google' } },
    });
    stage.now += 24 * 60 * 60_000;
    await sendLead(stage, 'second-lead', {
      phone: '62899999999',
      product: 'cambogia',
      attribution: { first: { click_id: '1', click_id_source: 'gclid' } },
    });
    stage.now += 4000;
    await stage.work();
    await sendLead(stage, 'same-phone', { locale: 'id' });
    await stage.work();
    const { slots, products, languages, sources, used, delay, waiting, upstreams } =
      await overview(stage);
    assert.equal(slots.length, 30);
    assert.deepEqual(
      slots
        .filter(({ leads }) => leads > 0)
        .map(({ from, leads, states }) => [from, leads, states]),
      [
        ['2026-11-21T00:00:00.000Z', 1, { delivered: 1 }],
        ['2026-11-22T00:00:00.000Z', 2, { delivered: 1, duplicate: 1 }],
      ],
    );
    assert.deepEqual(products, [
      { name: 'blackmask', shown: 0, started: 0, count: 2, delivered: 1 },
      { name: 'garcinia-cambogia', shown: 0, started: 0, count: 1, delivered: 1 },
    ]);
    assert.deepEqual(languages, [
      { name: 'id', shown: 0, started: 0, count: 2, delivered: 1 },
      { name: '', shown: 0, started: 0, count: 1, delivered: 1 },
    ]);
    assert.deepEqual(sources, [
      { name: 'google', shown: 0, started: 0, count: 2, delivered: 2 },
      { name: 'direct', shown: 0, started: 0, count: 1, delivered: 0 },
    ]);
    assert.equal(used, 1);
    assert.deepEqual(delay, { median: 86404, slowest: 86404, of: 2 });
    const none = { held: 0, dead: 0, quarantined: 0, unconfirmed: 0, postbacks: 0 };
    assert.deepEqual(waiting, { due: 0, oldest_at: null, ...none });
    assert.equal(upstreams.contacts, 'ok');
  });

  it('shows how far visitors get, from a form to a contact', async () => {
    const stage = await createOwnerStage();
    assert.deepEqual((await overview(stage)).views, { shown: 0, started: 0, since: null });
    const views = viewsOf(stage);
    const google = { attribution: { last: { utm_source: 'google' } } };
    const ofMask = { product: 'blackmask', locale: 'id', ...google };
    stage.now -= 40 * 24 * 60 * 60_000;
    views.add({ step: 'shown', ...ofMask });
    await views.flush();
    stage.now += 40 * 24 * 60 * 60_000;
    for (const step of ['shown', 'shown', 'shown', 'started', 'started'] as const) {
      views.add({ step, ...ofMask });
    }
    views.add({ step: 'shown', product: '', locale: 'en' });
    await views.flush();
    await sendLead(stage, 'one-lead', { locale: 'id', ...google });
    await stage.work();
    const { views: all, products, languages, sources } = await overview(stage, '?by=hour');
    assert.deepEqual(all, { shown: 4, started: 2, since: '2026-10-12T12:00:00.000Z' });
    const sent = { shown: 3, started: 2, count: 1, delivered: 1 };
    const seen = { shown: 1, started: 0, count: 0, delivered: 0 };
    assert.deepEqual(products, [
      { name: 'blackmask', ...sent },
      { name: '', ...seen },
    ]);
    assert.deepEqual(languages, [
      { name: 'id', ...sent },
      { name: 'en', ...seen },
    ]);
    assert.deepEqual(sources, [
      { name: 'google', ...sent },
      { name: 'direct', ...seen },
    ]);
  });

  it('begins its sums when all leads are still kept', async () => {
    const stage = await createOwnerStage({ retention: { delivered: 7, duplicate: 90 } });
    const views = viewsOf(stage);
    const now = Date.parse('2026-11-21T12:30:00Z');
    const google = { attribution: { last: { utm_source: 'google' } } };
    const come = async (time: string, key: string, fields: object): Promise<void> => {
      stage.now = Date.parse(time);
      views.add({ step: 'shown', product: 'blackmask', locale: 'id', ...google });
      views.add({ step: 'started', product: 'blackmask', locale: 'id', ...google });
      await views.flush();
      await sendLead(stage, key, { locale: 'id', ...google, ...fields });
      await stage.work();
    };
    await come('2026-11-10T12:00:00Z', 'gone-lead', { promo_code: 'WELCOME10' });
    await come('2026-11-10T12:00:01Z', 'kept-lead', {});
    const code = { promo_code: 'WELCOME10' };
    await come('2026-11-14T12:59:59Z', 'part-lead', { phone: '6281299990001', ...code });
    await come('2026-11-14T13:00:00Z', 'last-lead', { phone: '6281299990002', ...code });
    stage.now = now;
    await stage.work();
    const { slots, ...sums } = await overview(stage);
    assert.deepEqual([sums.leads_since, sums.leads_kept_days], ['2026-11-14T13:00:00.000Z', 7]);
    assert.deepEqual(
      slots.filter(({ leads }) => leads > 0).map(({ from, states }) => [from, states]),
      [
        ['2026-11-10T00:00:00.000Z', { duplicate: 1 }],
        ['2026-11-14T00:00:00.000Z', { delivered: 2 }],
      ],
    );
    const whole = { shown: 1, started: 1, count: 1, delivered: 1 };
    assert.deepEqual(sums.products, [{ name: 'blackmask', ...whole }]);
    assert.deepEqual(sums.languages, [{ name: 'id', ...whole }]);
    assert.deepEqual(sums.sources, [{ name: 'google', ...whole }]);
    assert.deepEqual(sums.leads, { count: 1, delivered: 1 });
    assert.deepEqual(sums.views, { shown: 1, started: 1, since: '2026-11-10T12:00:00.000Z' });
    assert.equal(sums.used, 1);
  });

  it('sums up the whole period if leads are kept that long, or for good', async () => {
    for (const [retention, query, days] of [
      [{}, '', null],
      [{ held: 30 }, '', 30],
      [{ held: 1 }, '?by=hour', 1],
      [{ held: 1 }, '?by=hour&timezone=Asia/Kolkata', 1],
    ] as const) {
      const stage = await createOwnerStage({ retention });
      await sendLead(stage, 'one-lead');
      stage.now += 23 * 60 * 60_000;
      await sendLead(stage, 'other-lead', { phone: '6281299990001' });
      const { leads, leads_since: since, leads_kept_days: kept } = await overview(stage, query);
      assert.deepEqual([leads.count, since, kept], [2, null, days]);
    }
  });

  it('shows what waits to be sent, and that the vendor fails', async () => {
    const stage = await createOwnerStage();
    stage.faults.set(contact, () => Promise.resolve(new Response('', { status: 503 })));
    await sendLead(stage, 'one-lead');
    await stage.work();
    const { waiting, upstreams } = await overview(stage, '?by=hour');
    assert.equal(waiting.due, 1);
    assert.equal(waiting.oldest_at, '2026-11-21T12:00:00.000Z');
    assert.equal(upstreams.contacts, 'failing');
  });

  it('counts leads in quarantine among those that need a person', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'one-lead', { first_name: 'www.casino.example' });
    const { waiting, slots } = await overview(stage);
    assert.equal(waiting.quarantined, 1);
    assert.deepEqual(slots.at(-1)?.states, { quarantined: 1 });
  });

  it('does not take a release from quarantine for a failing vendor', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'one-lead', { first_name: 'www.casino.example' });
    await stage.call('POST', `/leads/${ref}/release`);
    assert.equal((await overview(stage)).upstreams.contacts, 'unknown');
  });

  it('does not take a settlement by hand for an answer of the vendor, nor for its pace', async () => {
    const stage = await createOwnerStage();
    stage.faults.set(contact, () =>
      Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    );
    const ref = await sendLead(stage, 'one-lead');
    await stage.work();
    stage.now += 3 * 24 * 60 * 60_000;
    await stage.call('POST', `/leads/${ref}/settle`, { state: 'delivered', contact_id: '7' });
    const { upstreams, delay } = await overview(stage);
    assert.deepEqual([upstreams.contacts, delay], ['failing', null]);
  });

  it('refuses an unknown time zone', async () => {
    const stage = await createOwnerStage();
    assert.equal((await stage.call('GET', '/overview?timezone=Mars')).status, 422);
  });
});

describe('lastSlots()', () => {
  it('begins days at midnight in the zone, whatever its clocks do', () => {
    const now = Date.parse('2026-10-26T10:00:00Z');
    const days = lastSlots('day', now, 'Europe/Berlin');
    const longest = days.find(({ from, to }) => to - from === 25 * 60 * 60_000);
    assert.equal(new Date(longest?.from ?? 0).toISOString(), '2026-10-24T22:00:00.000Z');
  });

  it('leaves no gap and no overlap, and ends with the current slot', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom('hour', 'day'),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (zone, by, date) => {
          const slots = lastSlots(by, date.getTime(), zone);
          for (const [i, { from, to }] of slots.entries()) {
            assert(from < to);
            const next = slots[i + 1];
            if (next) assert.equal(to, next.from);
            else assert(from <= date.getTime() && date.getTime() < to);
          }
        },
      ),
      { examples: daysWithoutMidnight.map(([zone, date]) => [zone, 'day', new Date(date)]) },
    );
  });
});

/** Days on which clocks skip midnight: they begin at one. */
const daysWithoutMidnight = [
  ['Africa/Cairo', '2026-04-24T12:00Z'],
  ['America/Havana', '2026-03-08T12:00Z'],
  ['America/Santiago', '2026-09-06T12:00Z'],
  ['Asia/Beirut', '2026-03-29T12:00Z'],
  ['Atlantic/Azores', '2026-03-29T12:00Z'],
] as const;
