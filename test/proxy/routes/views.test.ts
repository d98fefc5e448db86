import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clickSources } from '../../../src/contract/click-source.ts';
import { Metrics, ViewCounts, type ViewCountsOptions } from '../../../src/proxy/index.ts';
import type { Store } from '../../../src/store/index.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { testStore } from '../../support/store/test-store.ts';
import { twoStores } from '../../support/store/two-stores.ts';

interface ViewStage extends Stage {
  readonly views: ViewCounts;
  readonly metrics: Metrics;
  /** As a browser sends it, without a preflight. */
  view(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

const never = (): Promise<void> => new Promise(() => {});

async function viewStage(
  given?: Store,
  {
    pause = never,
    ...options
  }: Partial<ViewCountsOptions & Parameters<typeof createStage>[0]> = {},
): Promise<ViewStage> {
  const store = given ?? (await testStore());
  const metrics = new Metrics();
  const clock = { now: (): number => 0 };
  const logged: string[] = [];
  const log = { info: () => {}, warn: (event: string) => logged.push(event), error: () => {} };
  const views = new ViewCounts({ store, now: () => clock.now(), log, metrics, pause });
  const stage = await createStage({ store, metrics, views, ...options });
  clock.now = () => stage.now;
  const view: ViewStage['view'] = (body, headers = {}) =>
    stage.post('/v1/views', body, { 'content-type': 'text/plain;charset=UTF-8', ...headers });
  return Object.assign(stage, { views, metrics, view, logged });
}

async function rowsOf({ store }: Pick<Stage, 'store'>): Promise<readonly unknown[][]> {
  const rows = await store.selectFrom('form_views').selectAll().orderBy('product').execute();
  return rows.map(({ hour, product, language, source, shown: of, started }) => {
    return [new Date(hour).toISOString(), product, language, source, of, started];
  });
}

const noon = '2026-11-21T12:00:00.000Z';
const shown = { step: 'shown', product: 'blackmask', locale: 'id' };

describe('POST /v1/views', () => {
  it('counts by hour, product, language and click source, and keeps no other word', async () => {
    const stage = await viewStage();
    const attribution = {
      first: { utm_source: 'Ana Wijaya' },
      last: { click_id_source: 'gclid', referrer: 'https://news.example' },
    };
    for (const step of ['shown', 'shown', 'started']) {
      const reply = await stage.view({ ...shown, step, product: 'BlackMask', attribution });
      assert.equal(reply.status, 204);
      assert.equal(await reply.text(), '');
    }
    await stage.view({ step: 'shown', product: '', attribution: { last: { utm_source: 'Ana' } } });
    await stage.views.flush();
    stage.now += 60 * 60_000;
    await stage.view({ ...shown, product: 'cambogia', locale: 'xx-Ana' });
    await stage.views.flush();
    await stage.view({ step: 'started', product: 'cambogia', locale: 'xx-Ana' });
    await stage.views.flush();
    assert.deepEqual(await rowsOf(stage), [
      [noon, '', '', 'other', 1, 0],
      [noon, 'blackmask', 'id', 'google', 2, 1],
      ['2026-11-21T13:00:00.000Z', 'garcinia-cambogia', 'other', 'direct', 1, 1],
    ]);
  });

  it('writes what came in a moment with one statement, and what comes in the next', async () => {
    const pauses: PromiseWithResolvers<void>[] = [];
    const stage = await viewStage(undefined, {
      pause: () => {
        const pause = Promise.withResolvers<void>();
        pauses.push(pause);
        return pause.promise;
      },
    });
    const written = async (): Promise<unknown> => (await rowsOf(stage))[0]?.[4];
    for (const count of [50, 100]) {
      for (let i = 0; i < 50; i += 1) await stage.view(shown);
      assert.equal(pauses.length, count / 50);
      assert.notEqual(await written(), count);
      pauses.at(-1)?.resolve();
      while ((await written()) !== count) await new Promise(setImmediate);
    }
    assert.deepEqual(await rowsOf(stage), [[noon, 'blackmask', 'id', 'direct', 100, 0]]);
  });

  it('answers alike whatever comes, and counts nothing that no form sends', async () => {
    const stage = await viewStage();
    for (const body of [
      { ...shown, product: 'nothing of ours' },
      { ...shown, step: 'bought' },
      { ...shown, visitor: '7' },
      { ...shown, attribution: { last: { click_id: '7' } } },
      { ...shown, locale: 7 },
      '{"step":"shown","step":"started"}',
      '[]',
      'shown',
      '',
      JSON.stringify({ ...shown, locale: 'x'.repeat(5000) }),
    ]) {
      const reply = await stage.view(body);
      assert.equal(reply.status, 204, JSON.stringify(body));
    }
    assert.equal((await stage.view(shown, { 'content-type': 'image/png' })).status, 204);
    assert.equal((await stage.view(shown, { origin: 'https://elsewhere.example' })).status, 403);
    await stage.views.flush();
    assert.deepEqual(await rowsOf(stage), []);
    assert.equal((await stage.view(shown, { 'content-type': 'application/json' })).status, 204);
    await stage.views.flush();
    assert.equal((await rowsOf(stage)).length, 1);
  });

  it('makes so many rows an hour at most, however many things a stranger names', async () => {
    const stage = await viewStage();
    const languages = 'ar bn de en es fa fil fr he hi id it ja kk ko ms pl pt ro ru'.split(' ');
    for (const locale of languages) {
      for (const source of [...clickSources, 'x', undefined]) {
        for (const product of ['blackmask', 'cambogia']) {
          await stage.view({
            ...shown,
            product,
            locale,
            attribution: { last: { utm_source: source } },
          });
        }
      }
    }
    await stage.views.flush();
    const rows = await rowsOf(stage);
    assert.equal(rows.length, 502);
    const all = languages.length * (clickSources.length + 2) * 2;
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row[4]), 0),
      all,
      'none of them is lost',
    );
    stage.now += 60 * 60_000;
    await stage.view({ ...shown, locale: 'vi' });
    await stage.views.flush();
    assert.ok(
      (await rowsOf(stage)).some((row) => row[2] === 'vi'),
      'the next hour has room',
    );
  });

  it('counts so many of one address, and keeps no lead of it out', async () => {
    const stage = await viewStage(undefined, {
      limits: { secret: 'server secret', trustedProxies: [] },
    });
    stage.remoteAddress = '203.0.113.7';
    for (let i = 0; i < 1100; i += 1) assert.equal((await stage.view(shown)).status, 204);
    await stage.views.flush();
    assert.deepEqual(await rowsOf(stage), [[noon, 'blackmask', 'id', 'direct', 1000, 0]]);
    const lead = await stage.post('/v1/leads', goodLead, withKey('a-lead-of-Ana'));
    assert.equal(lead.status, 202);
  });

  it('adds up what several servers counted at once', async () => {
    const stages = await Promise.all((await twoStores()).map((store) => viewStage(store)));
    const products = ['blackmask', 'cambogia'];
    for (let round = 0; round < 5; round += 1) {
      for (const [i, stage] of stages.entries()) {
        for (const product of i === 0 ? products : products.toReversed()) {
          await stage.view({ ...shown, product });
        }
      }
      await Promise.all(stages.map(({ views }) => views.flush()));
    }
    const [first] = stages;
    assert.deepEqual(first && (await rowsOf(first)), [
      [noon, 'blackmask', 'id', 'direct', 10, 0],
      [noon, 'garcinia-cambogia', 'id', 'direct', 10, 0],
    ]);
  });

  it('loses its counts where the store is away, and says how many', async () => {
    const stage = await viewStage();
    await stage.store.destroy();
    assert.equal((await stage.view(shown)).status, 204);
    await stage.views.flush();
    assert.deepEqual(stage.logged, ['views.lost']);
    const samples = stage.metrics.families.flatMap(({ name, samples: of }) =>
      of
        .filter(({ value }) => value > 0 && name.includes('views'))
        .map(({ value }) => [name, value]),
    );
    assert.deepEqual(samples, [
      ['promo_lead_form_views_total', 1],
      ['promo_lead_form_views_lost_total', 1],
    ]);
  });

  it('is kept for ninety days', async () => {
    const stage = await viewStage();
    for (const days of [0, 1, 91]) {
      stage.now = Date.parse(noon) + days * 24 * 60 * 60_000;
      await stage.view(shown);
      await stage.views.flush();
    }
    await stage.work();
    stage.now += 2000;
    await stage.work();
    assert.deepEqual(
      (await rowsOf(stage)).map(([hour]) => hour),
      ['2027-02-20T12:00:00.000Z'],
    );
  });
});
