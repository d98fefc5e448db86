import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { OwnerLeadPage } from '../../src/contract/owner/leads.ts';
import { createOwnerStage, type OwnerStage, sendLead } from './owner-stage.ts';

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
  it('gives every lead that fits as CSV, its formulas made harmless', async () => {
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
    it(`calls the file of ${query || 'all leads'} ${name}`, async () => {
      const stage = await createOwnerStage();
      const reply = await stage.call('GET', `/leads/export?${query}`);
      await reply.body?.cancel();
      assert.equal(reply.headers.get('content-disposition'), `attachment; filename="${name}"`);
    });
  }

  it('gives them as JSON, and an empty array where there are none', async () => {
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

  it('reads no further where nobody takes any more', async () => {
    const stage = await createOwnerStage();
    await sendThree(stage);
    const reply = await stage.call('GET', '/leads/export');
    await reply.body?.cancel();
    // The one connection of SQLite is free again.
    const page = (await (await stage.call('GET', '/leads')).json()) as OwnerLeadPage;
    assert.equal(page.leads.length, 3);
  });
});
