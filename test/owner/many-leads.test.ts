import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OwnerLeadPage } from '../../src/contract/owner/leads.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import type { LeadState } from '../../src/store/index.ts';
import { contact } from '../support/proxy/vendor-calls.ts';
import { createOwnerStage, type OwnerStage, sendLead } from './owner-stage.ts';

/** Makes leads a minute apart, in these states. Returns their refs. */
async function leadsIn(stage: OwnerStage, states: readonly LeadState[]): Promise<string[]> {
  const refs: string[] = [];
  for (const [index, state] of states.entries()) {
    stage.now += 60_000;
    const phone = `62812000${String(index).padStart(4, '0')}`;
    const ref = await sendLead(stage, `lead-number-${stage.now}`, { phone });
    await stage.store
      .updateTable('leads')
      .set({ state, due_at: null })
      .where('ref', '=', ref)
      .execute();
    refs.push(ref);
  }
  return refs;
}

async function list(stage: OwnerStage, query = ''): Promise<OwnerLeadPage> {
  return (await (await stage.call('GET', `/leads${query}`)).json()) as OwnerLeadPage;
}

async function statesOf(stage: OwnerStage): Promise<readonly (readonly string[])[]> {
  const { leads } = await list(stage, '?limit=100');
  return leads.map(({ ref, state }) => [ref, state] as const).toReversed();
}

async function doneOf(stage: OwnerStage, action: string, body: object): Promise<number> {
  const reply = await stage.call('POST', `/leads/${action}`, body);
  assert.equal(reply.status, 200);
  return ((await reply.json()) as { readonly count: number }).count;
}

const iso = (ms: number): string => new Date(ms).toISOString();

describe('POST /v1/owner/leads/retry', () => {
  it('sends all of a list again, and none that came after it was read', async () => {
    const stage = await createOwnerStage();
    const [held = '', dead = '', other = ''] = await leadsIn(stage, ['held', 'dead', 'held']);
    const { read_at: until } = await list(stage, '?state=held');
    const [later = ''] = await leadsIn(stage, ['held']);
    assert.equal(await doneOf(stage, 'retry', { state: 'held', until }), 2);
    assert.deepEqual(await statesOf(stage), [
      [held, 'pending'],
      [dead, 'dead'],
      [other, 'pending'],
      [later, 'held'],
    ]);
    assert.equal(stage.dues(), 1, 'and the worker looks at once');
    await stage.work();
    assert.equal(await doneOf(stage, 'retry', { state: 'held', until }), 0);
    assert.deepEqual((await statesOf(stage)).at(0), [held, 'delivered']);
  });

  it('leaves an older lead alone that was held only after the list was read', async () => {
    const stage = await createOwnerStage();
    stage.faults.set(contact, async () => new Response('', { status: 404 }));
    const older = await sendLead(stage, 'lead-that-waits-1', { phone: '628120000900' });
    const [held = ''] = await leadsIn(stage, ['held']);
    const { read_at: until, leads } = await list(stage, '?state=held');
    assert.deepEqual(
      leads.map(({ ref }) => ref),
      [held],
    );
    stage.now += 1000;
    await stage.work();
    assert.deepEqual(await statesOf(stage), [
      [older, 'held'],
      [held, 'held'],
    ]);
    assert.equal(await doneOf(stage, 'retry', { state: 'held', until }), 1);
    assert.deepEqual(await statesOf(stage), [
      [older, 'held'],
      [held, 'pending'],
    ]);
  });

  it('keeps to the product and the time of the list', async () => {
    const stage = await createOwnerStage();
    const start = stage.now;
    const [first = '', second = '', third = ''] = await leadsIn(stage, ['dead', 'dead', 'dead']);
    const where = stage.store.updateTable('leads').where('ref', '=', second);
    await where.set({ product: 'other' }).execute();
    const until = iso(stage.now);
    const state = 'dead';
    const [from, to] = [iso(start + 2 * 60_000), iso(start + 3 * 60_000)];
    assert.equal(await doneOf(stage, 'retry', { state, until, from, to, product: 'none' }), 0);
    assert.equal(await doneOf(stage, 'retry', { state, until, from, to, source: 'none' }), 0);
    assert.equal(await doneOf(stage, 'retry', { state, until, from, to }), 1);
    assert.equal(await doneOf(stage, 'retry', { state, until, product: 'blackmask' }), 2);
    assert.deepEqual(
      await statesOf(stage),
      [first, second, third].map((ref) => [ref, 'pending']),
    );
  });

  it('works in batches, and yields between them', async () => {
    let turns = 0;
    const stage = await createOwnerStage({ nextTurn: async () => void (turns += 1) });
    const [ref = ''] = await leadsIn(stage, ['rejected']);
    const { store } = stage;
    const row = await store.selectFrom('leads').selectAll().where('ref', '=', ref).execute();
    for (let hundred = 0; hundred < 12; hundred += 1) {
      const copies = Array.from({ length: 100 }, (_, i) => ({ ref: `copy${hundred}x${i}` }));
      const values = row.flatMap((one) => copies.map((copy) => Object.assign({}, one, copy)));
      await store.insertInto('leads').values(values).execute();
    }
    const body = { state: 'rejected', until: iso(stage.now) };
    assert.equal(await doneOf(stage, 'retry', body), 1201);
    // Thirteen batches, and two pages that are read.
    assert.equal(turns, 15);
  });
});

describe('POST /v1/owner/leads/release, purge', () => {
  it('releases all in quarantine, or throws all away', async () => {
    const stage = await createOwnerStage();
    const states = ['quarantined', 'held', 'quarantined'] as const;
    const [spam = '', held = '', honest = ''] = await leadsIn(stage, states);
    const state = 'quarantined';
    const [until, from] = [iso(stage.now), iso(stage.now)];
    assert.equal(await doneOf(stage, 'release', { state, until, from }), 1);
    assert.equal(await doneOf(stage, 'purge', { state, until }), 1);
    assert.deepEqual(await statesOf(stage), [
      [held, 'held'],
      [honest, 'pending'],
    ]);
    assert.equal((await stage.call('GET', `/leads/${spam}`)).status, 404);
  });

  it('leaves alone what came into quarantine after the list was read', async () => {
    const stage = await createOwnerStage();
    const [spam = ''] = await leadsIn(stage, ['quarantined']);
    const until = iso(stage.now);
    const since = { updated_at: stage.now + 1 };
    await stage.store.updateTable('leads').set(since).where('ref', '=', spam).execute();
    for (const action of ['release', 'purge']) {
      assert.equal(await doneOf(stage, action, { state: 'quarantined', until }), 0);
    }
    assert.deepEqual(await statesOf(stage), [[spam, 'quarantined']]);
  });
});

describe('an action on many leads', () => {
  it('is refused without the time of the list, for other states, and for a search', async () => {
    const stage = await createOwnerStage();
    const states = ['held', 'quarantined', 'delivered'] as const;
    const refs = await leadsIn(stage, states);
    const until = iso(stage.now);
    for (const [action, body, status] of [
      ['retry', { state: 'held' }, 422],
      ['retry', { until }, 422],
      ['retry', { state: 'held', until: 'now' }, 422],
      ['retry', { state: 'delivered', until }, 422],
      ['retry', { state: 'quarantined', until }, 422],
      ['release', { state: 'held', until }, 422],
      ['purge', { state: 'held', until }, 422],
      ['purge', { until }, 422],
      ['purge', { state: 'quarantined', until, search: 'ana' }, 400],
    ] as const) {
      const reply = await stage.call('POST', `/leads/${action}`, body);
      assert.equal(reply.status, status, JSON.stringify([action, body]));
    }
    assert.deepEqual(
      await statesOf(stage),
      refs.map((ref, index) => [ref, states[index]]),
    );
  });

  it('is audited first, with its filter, and then with how many there were', async () => {
    const stage = await createOwnerStage();
    await leadsIn(stage, ['quarantined', 'quarantined']);
    const until = iso(stage.now);
    await doneOf(stage, 'retry', { state: 'held', product: 'gym', until });
    for (const action of ['release', 'purge']) {
      await doneOf(stage, action, { state: 'quarantined', until });
    }
    const { entries } = (await (await stage.call('GET', '/audit')).json()) as OwnerAuditPage;
    assert.deepEqual(
      entries.map(({ action, subject }) => `${action} ${subject}`),
      [
        `leads.purge {"state":"quarantined","until":"${until}"}`,
        'leads.release-done 2',
        `leads.release {"state":"quarantined","until":"${until}"}`,
        `leads.retry {"state":"held","product":"gym","until":"${until}"}`,
      ],
    );
    const [ref = ''] = await leadsIn(stage, ['held']);
    await stage.store.schema.dropTable('audit_entries').execute();
    const body = { state: 'held', until: iso(stage.now) };
    assert.equal((await stage.call('POST', '/leads/retry', body)).status, 500);
    const { state } = await stage.store
      .selectFrom('leads')
      .select('state')
      .where('ref', '=', ref)
      .executeTakeFirstOrThrow();
    assert.equal(state, 'held');
  });
});
