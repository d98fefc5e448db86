import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { OwnerLeadPage } from '../../src/contract/owner/leads.ts';
import { createOwnerStage, type OwnerStage, sendLead } from './owner-stage.ts';

/** Copies of a lead, each a moment after the one before. */
async function copyLead(stage: OwnerStage, count: number): Promise<void> {
  const row = await stage.store.selectFrom('leads').selectAll().executeTakeFirstOrThrow();
  const copies = Array.from({ length: count }, (_, i) => ({
    ...row,
    ref: `copy${i}`,
    phone: `6289900${i}`,
    received_at: row.received_at + 1 + i,
  }));
  for (let from = 0; from < copies.length; from += 100) {
    await stage.store
      .insertInto('leads')
      .values(copies.slice(from, from + 100))
      .execute();
  }
}

/** How often others get a turn during some work. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

/** Leads one minute after the other. */
async function sendThree(stage: OwnerStage): Promise<readonly string[]> {
  const refs: string[] = [];
  for (const phone of ['62812000001', '62812000002', '62812000003']) {
    stage.now += 60_000;
    refs.push(await sendLead(stage, `lead-${phone}`, { phone }));
  }
  return refs;
}

describe('GET /v1/owner/leads/export', () => {
  it('writes every lead that matches as CSV, with formulas neutralised', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'first-lead', { click_id: '=cmd()' });
    await sendLead(stage, 'other-lead', { phone: '62899999999', product: 'cambogia' });
    const reply = await stage.call('GET', '/leads/export?product=blackmask');
    const rows: Record<string, string>[] = parse(await reply.text(), { columns: true });
    assert.deepEqual(
      rows.map(({ click_id, phone }) => [click_id, phone]),
      [["'=cmd()", '628123456789']],
    );
  });

  it('finds a phone like the list, in whatever form it was typed', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'first-lead', { phone: '6281234567890' });
    await sendLead(stage, 'other-lead', { phone: '081234567890' });
    for (const search of ['6281234567890', '081234567890', '%2B62%20812-3456-7890']) {
      const list = await stage.call('GET', `/leads?search=${search}`);
      const { leads } = (await list.json()) as OwnerLeadPage;
      const file = await stage.call('GET', `/leads/export?search=${search}&format=json`);
      const rows = (await file.json()) as OwnerLeadPage['leads'];
      assert.deepEqual(
        [leads, rows].map((some) => some.map(({ phone }) => phone).toSorted()),
        Array.from({ length: 2 }, () => ['081234567890', '6281234567890']),
      );
      stage.now += 1;
    }
  });

  for (const [query, name] of [
    ['', 'leads.csv'],
    ['format=json&state=held&product=gym&source=google', 'leads-held-gym-google.json'],
    ['search=Wijaya', 'leads-search.csv'],
    [
      'from=2026-11-01T00:00:00%2B07:00&to=2026-12-01T00:00:00%2B07:00',
      'leads-from-2026-11-01-to-2026-11-30.csv',
    ],
    [
      'from=2026-11-01T00:00:00-05:00&to=2026-11-02T00:00:00Z',
      'leads-from-2026-11-01-to-2026-11-01.csv',
    ],
    ['product=%22%0D%0Ax-y:%20g%C3%BCm', 'leads-x-ygm.csv'],
  ] as const) {
    it(`names the file of ${query || 'all leads'} ${name}`, async () => {
      const stage = await createOwnerStage();
      const reply = await stage.call('GET', `/leads/export?${query}`);
      await reply.body?.cancel();
      assert.equal(reply.headers.get('content-disposition'), `attachment; filename="${name}"`);
    });
  }

  it('writes JSON too, an empty array if there are none', async () => {
    const stage = await createOwnerStage();
    const get = async (): Promise<unknown> =>
      (await stage.call('GET', '/leads/export?format=json')).json();
    assert.deepEqual(await get(), []);
    const refs = await sendThree(stage);
    const leads = (await get()) as readonly { readonly ref: string }[];
    assert.deepEqual(
      leads.map(({ ref }) => ref),
      refs.toReversed(),
    );
  });

  it('has the state of each promo code, right after the code', async () => {
    const stage = await createOwnerStage();
    const codes = [['WELCOME10'], ['ONCE'], ['ONCE'], ['NOSUCHCODE'], []];
    for (const [index, [promo_code]] of codes.entries()) {
      stage.now += 60_000;
      await sendLead(stage, `lead-number-${index}`, { phone: `6281200000${index}`, promo_code });
      await stage.work();
    }
    stage.now += 60_000;
    await sendLead(stage, 'waiting-lead', { phone: '62812000009', promo_code: 'WELCOME10' });
    const csv = await (await stage.call('GET', '/leads/export')).text();
    const lines: string[][] = parse(csv);
    const at = lines[0]?.indexOf('promo_code') ?? 0;
    assert.deepEqual(
      lines.map((cells) => cells.slice(at, at + 3)),
      [
        ['promo_code', 'promo_code_state', 'promo_code_reason'],
        ['WELCOME10', 'waiting', ''],
        ['', '', ''],
        ['NOSUCHCODE', 'refused', 'unknown'],
        ['ONCE', 'refused', 'exhausted'],
        ['ONCE', 'redeemed', ''],
        ['WELCOME10', 'redeemed', ''],
      ],
    );
    const reply = await stage.call('GET', '/leads/export?format=json');
    const { leads } = (await (await stage.call('GET', '/leads')).json()) as OwnerLeadPage;
    assert.deepEqual(await reply.json(), leads, 'the list and JSON say the same');
    assert.deepEqual(
      leads.map(({ promo_code_state }) => promo_code_state),
      ['waiting', null, 'refused', 'refused', 'redeemed', 'redeemed'],
    );
  });

  it('has it for more leads than are looked up at once, each in its row', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'oldest-lead', { promo_code: 'WELCOME10' });
    await copyLead(stage, 1100);
    await stage.work();
    const reply = await stage.call('GET', '/leads/export?format=json');
    const leads = (await reply.json()) as OwnerLeadPage['leads'];
    const known = leads.filter(({ promo_code_state }) => promo_code_state !== null);
    assert.equal(new Set(leads.map((lead) => lead.ref)).size, 1101);
    assert.deepEqual([leads.at(0)?.ref, leads.at(-1)?.ref], ['copy1099', ref]);
    assert.deepEqual([known.map((lead) => lead.ref)], [[ref]]);
  });

  it('gives others a turn after each row, and while it finds none', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'oldest-lead', {});
    await copyLead(stage, 2100);
    const reading = (query: string) => async () =>
      (await stage.call('GET', `/leads/export?${query}`)).text();
    assert((await turnsDuring(reading(''))) > 2100);
    // Three pages of rows are read.
    assert((await turnsDuring(reading('search=nobody'))) >= 3);
  });

  it('stops reading rows if nobody reads the reply', async () => {
    const stage = await createOwnerStage();
    await sendThree(stage);
    const reply = await stage.call('GET', '/leads/export');
    await reply.body?.cancel();
    // The one connection of SQLite is free again.
    const page = (await (await stage.call('GET', '/leads')).json()) as OwnerLeadPage;
    assert.equal(page.leads.length, 3);
  });
});
