import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addCode, removeOldRecords } from '../../src/backend/index.ts';
import { dayMs } from '../../src/contract/durations.ts';
import { type BackendFixture, backendFixture } from '../support/vendors/backend-fixture.ts';

async function post(
  { fetch }: BackendFixture,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const body = new URLSearchParams(fields);
  const reply = await fetch(new Request(`http://localhost/api/${path}`, { method: 'POST', body }));
  return (await reply.json()) as Readonly<Record<string, string>>;
}

/** Makes a contact, and uses a code. */
async function takePart(backend: BackendFixture, phone: number): Promise<string | undefined> {
  const { token = '' } = await post(backend, 'generate/token', { name: 'shop', secret_key: '768' });
  const { company, fetch } = backend;
  const name = { first_name: 'Ana', last_name: 'Sari' };
  const lead = { ...name, phone: String(phone), click_id: 'x', product: 'blackmask', token };
  const query = new URLSearchParams({ token: backend.token, company, code: 'SPRING' });
  await fetch(new Request(`http://localhost/api/checkPromocode?${query.toString()}`));
  return (await post(backend, 'make/contact', lead))['status'];
}

async function sizesOf({ store }: BackendFixture): Promise<readonly number[]> {
  const contacts = await store.selectFrom('contacts').select('id').execute();
  const journal = await store.selectFrom('journal').select('id').execute();
  return [contacts.length, journal.length];
}

async function withCode(): Promise<BackendFixture> {
  const backend = await backendFixture();
  await addCode(backend.store, { company: backend.company, code: 'SPRING', now: 0 });
  return backend;
}

describe('removeOldRecords()', () => {
  it('removes each kind of record after its days, and keeps it for good if none are set', async () => {
    const backend = await withCode();
    const { store, clock } = backend;
    await takePart(backend, 62_810_000_001);
    clock.now += 10 * dayMs;
    await takePart(backend, 62_810_000_002);
    const remove = (days: number, retention: object): Promise<boolean> =>
      removeOldRecords(store, { now: clock.now + days * dayMs, retention });
    await remove(1000, {});
    await remove(30, { contacts: 40 });
    assert.deepEqual(await sizesOf(backend), [2, 2]);
    await remove(31, { contacts: 40 });
    assert.deepEqual(await sizesOf(backend), [1, 2]);
    await remove(91, { journal: 100 });
    assert.deepEqual(await sizesOf(backend), [1, 1]);
    await remove(101, { contacts: 100, journal: 100 });
    assert.deepEqual(await sizesOf(backend), [0, 0]);
  });

  it('never reuses the id of a removed contact', async () => {
    const backend = await withCode();
    const { store, clock } = backend;
    const phone = 62_810_000_001;
    assert.equal(await takePart(backend, phone), 'contact: 1 created');
    assert.equal(await takePart(backend, phone), 'double phone');
    await removeOldRecords(store, { now: clock.now + 2 * dayMs, retention: { contacts: 1 } });
    assert.equal(await takePart(backend, phone), 'contact: 2 created');
  });

  it('works in batches, and says when there may be more', async () => {
    const { store, clock } = await withCode();
    const entry = { company_id: 'acme', code: 'SPRING', used: 1, reason: null };
    const entries = Array.from({ length: 250 }, (_, index) => ({ ...entry, at: index }));
    await store.insertInto('journal').values(entries).execute();
    const left: unknown[] = [];
    for (let batch = 0; batch < 3; batch += 1) {
      const isMore = await removeOldRecords(store, { now: clock.now, retention: { journal: 1 } });
      const rows = await store.selectFrom('journal').select('at').orderBy('at').execute();
      left.push([isMore, rows.length, rows[0]?.at]);
    }
    assert.deepEqual(left, [
      [true, 150, 100],
      [true, 50, 200],
      [false, 0, undefined],
    ]);
  });
});
