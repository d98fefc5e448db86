import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnerDownload } from '../../src/contract/owner/download.ts';
import type { LeadChanges } from '../../src/contract/owner/lead-changes.ts';
import type { OwnerLeadPage } from '../../src/contract/owner/leads.ts';
import { createOwnerStage, type OwnerStage, sendLead } from './owner-stage.ts';

async function changesOf(stage: OwnerStage, query: string): Promise<LeadChanges> {
  const reply = await stage.call('GET', `/leads/news?since=2026-11-21T12:00:00Z${query}`);
  assert.equal(reply.status, 200, await reply.clone().text());
  return (await reply.json()) as LeadChanges;
}

/** Three leads after noon: two of one advertiser, one of another. */
async function sendThree(stage: OwnerStage): Promise<readonly string[]> {
  const refs: string[] = [];
  for (const [i, utm_source] of ['Google', 'facebook', 'google'].entries()) {
    stage.now += 1000;
    const attribution = { last: { utm_source } };
    refs.push(await sendLead(stage, `lead-number-${i}`, { phone: `6281200000${i}`, attribution }));
  }
  return refs;
}

describe('GET /v1/owner/leads/news', () => {
  it('counts the leads since then that match', async () => {
    const stage = await createOwnerStage();
    await sendLead(stage, 'at-noon-exactly', { phone: '62899999999' });
    assert.deepEqual(await changesOf(stage, ''), { came: 0, states: {}, codes: {}, open: [] });
    await sendThree(stage);
    assert.equal((await changesOf(stage, '')).came, 3);
    assert.equal((await changesOf(stage, '&source=google')).came, 2);
    assert.equal((await changesOf(stage, '&product=hallupro')).came, 0);
    assert.equal((await changesOf(stage, '&state=held')).came, 0);
  });

  it('returns the states of the shown leads, and records nothing', async () => {
    const stage = await createOwnerStage();
    const [first = '', second = ''] = await sendThree(stage);
    assert.deepEqual((await changesOf(stage, `&refs=${first},none`)).states, {
      [first]: 'pending',
    });
    await stage.work();
    const { states } = await changesOf(stage, `&refs=${first},${second}`);
    assert.deepEqual(states, { [first]: 'delivered', [second]: 'delivered' });
    assert.deepEqual(await stage.store.selectFrom('audit_entries').selectAll().execute(), []);
    const many = Array.from({ length: 101 }, () => 'ref').join();
    const since = 'since=2026-11-21T12:00:00Z';
    assert.equal((await stage.call('GET', `/leads/news?${since}&refs=${many}`)).status, 422);
  });
});

describe('GET /v1/owner/leads/news?refs=', () => {
  it('names the leads whose code is still to be used, and its final state', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'with-a-code', { promo_code: 'WELCOME10' });
    const other = await sendLead(stage, 'without-one', { phone: '62899999999' });
    const { open, codes } = await changesOf(stage, `&refs=${ref},${other}`);
    assert.deepEqual([open, codes], [[ref], { [ref]: 'waiting' }]);
    await stage.work();
    const ended = await changesOf(stage, `&refs=${ref}`);
    assert.deepEqual([ended.open, ended.codes], [[], { [ref]: 'redeemed' }]);
  });

  it('names the leads with a postback still to be sent', async () => {
    const stage = await createOwnerStage();
    const ref = await sendLead(stage, 'one-lead');
    await stage.work();
    const waiting = { lead_ref: ref, state: 'delivered', created_at: 1, updated_at: 1 } as const;
    await stage.store
      .insertInto('postbacks')
      .values({ ...waiting, due_at: stage.now, outcome: null, detail: null })
      .execute();
    assert.deepEqual((await changesOf(stage, `&refs=${ref}`)).open, [ref]);
    await stage.store.updateTable('postbacks').set({ outcome: 'sent', due_at: null }).execute();
    assert.deepEqual((await changesOf(stage, `&refs=${ref}`)).open, []);
  });
});

describe('GET /v1/owner/leads?source=', () => {
  it('finds the leads of one advertiser', async () => {
    const stage = await createOwnerStage();
    const [first, , third] = await sendThree(stage);
    const reply = await stage.call('GET', '/leads?source=google');
    const { leads } = (await reply.json()) as OwnerLeadPage;
    assert.deepEqual(
      leads.map(({ ref, source }) => [ref, source]),
      [
        [third, 'google'],
        [first, 'google'],
      ],
    );
  });
});

describe('GET /v1/owner/downloads/:id', () => {
  const id = '0123456789abcdef'.repeat(2);

  async function progress(stage: OwnerStage): Promise<OwnerDownload> {
    return (await (await stage.call('GET', `/downloads/${id}`)).json()) as OwnerDownload;
  }

  it('counts the rows that were read', async () => {
    const stage = await createOwnerStage();
    await sendThree(stage);
    assert.equal((await stage.call('GET', `/downloads/${id}`)).status, 404);
    const reply = await stage.call('GET', `/leads/export?download=${id}`);
    await reply.text();
    assert.deepEqual(await progress(stage), { rows: 3, state: 'done' });
  });

  it('has none for HEAD, which reads no row', async () => {
    const stage = await createOwnerStage();
    await sendThree(stage);
    const reply = await stage.call('HEAD', `/leads/export?download=${id}`);
    assert.equal(reply.headers.get('content-type'), 'text/csv; charset=utf-8');
    await new Promise(setImmediate);
    assert.equal((await stage.call('GET', `/downloads/${id}`)).status, 404);
  });

  it('says that the rest was not read', async () => {
    const stage = await createOwnerStage();
    const { store } = stage;
    await sendThree(stage);
    const row = await store.selectFrom('leads').selectAll().executeTakeFirstOrThrow();
    // More rows than a reply buffers before anybody reads.
    const copies = Array.from({ length: 40 }, (_, i) => ({ ...row, ref: `copy${i}` }));
    await store.insertInto('leads').values(copies).execute();
    const reply = await stage.call('GET', `/leads/export?format=json&download=${id}`);
    const reader = reply.body?.getReader();
    await reader?.read();
    assert.equal((await progress(stage)).state, 'running');
    await reader?.cancel();
    assert.equal((await progress(stage)).state, 'ended');
  });
});
