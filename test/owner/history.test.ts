import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs } from '../../src/contract/durations.ts';
import type { OwnerAuditPage } from '../../src/contract/owner/session.ts';
import { removeOldAudit } from '../../src/owner/index.ts';
import { createOwnerStage } from './owner-stage.ts';

describe('removeOldAudit()', () => {
  it('removes the oldest entries batch by batch, and none if no days are set', async () => {
    const stage = await createOwnerStage();
    const { store, now } = stage;
    const entry = { actor: 'token', action: 'leads.read', subject: null, outcome: null };
    const old = Array.from({ length: 501 }, () => ({ ...entry, at: now - 31 * dayMs }));
    const young = { ...entry, at: now - 29 * dayMs };
    await store
      .insertInto('audit_entries')
      .values([...old, young])
      .execute();
    const left = async (): Promise<number> =>
      (await store.selectFrom('audit_entries').select('id').execute()).length;
    assert.equal(await removeOldAudit(store, { now, retention: {} }), false);
    assert.equal(await left(), 502);
    const retention = { history: 30 };
    while (await removeOldAudit(store, { now, retention }));
    assert.equal(await left(), 1);
    // An id is never given again: a page of the history begins behind one.
    await removeOldAudit(store, { now: now + 2 * dayMs, retention });
    await stage.call('GET', '/leads');
    const { id } = await store.selectFrom('audit_entries').select('id').executeTakeFirstOrThrow();
    assert.equal(id, 503);
  });
});

const actions = ['leads.read', 'code.pause', 'session.begin', 'leads.read', 'a-former-name'];

describe('GET /v1/owner/audit', () => {
  it('lists what was changed, looked at, or who signed in, each entry once', async () => {
    const stage = await createOwnerStage();
    for (let i = 0; i < 505; i += 1) {
      const action = actions[i % actions.length] ?? '';
      const entry = { actor: 'token', action, subject: null, at: stage.now, outcome: null };
      await stage.store.insertInto('audit_entries').values(entry).execute();
    }
    const counts = async (kind: string): Promise<Record<string, number>> => {
      const found: string[] = [];
      let before = '';
      do {
        const reply = await stage.call('GET', `/audit?kind=${kind}${before}`);
        const { entries, next } = (await reply.json()) as OwnerAuditPage;
        found.push(...entries.map(({ action }) => action));
        before = next === null ? '' : `&before=${next}`;
      } while (before !== '');
      const all = Map.groupBy(found, (action) => action);
      return Object.fromEntries([...all].map(([action, { length }]) => [action, length]));
    };
    assert.deepEqual(await counts('change'), { 'code.pause': 101 });
    assert.deepEqual(await counts('look'), { 'leads.read': 202 });
    assert.deepEqual(await counts('session'), { 'session.begin': 101 });
    assert.equal((await stage.call('GET', '/audit?kind=everything')).status, 422);
  });
});
