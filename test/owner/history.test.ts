import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dayMs } from '../../src/contract/durations.ts';
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
