import assert from 'node:assert/strict';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { type KyselyPlugin, sql } from 'kysely';
import { migrate, sqliteStore, type Store } from '../../../src/store/index.ts';
import { easyLimits } from '../../support/proxy/flood.ts';
import { createStage, goodLead, type Stage, withKey } from '../../support/proxy/proxy-stage.ts';
import { database } from '../../support/store/database.ts';
import { testStore } from '../../support/store/test-store.ts';

async function rowsOf(store: Store): Promise<readonly number[]> {
  const tables = ['idempotency_keys', 'leads', 'redemptions'] as const;
  const counts = tables.map(async (table) => {
    const { n } = await store
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return n;
  });
  return Promise.all(counts);
}

function send(stage: Stage, index: number): Promise<Response> {
  const lead = { ...goodLead, phone: String(62810000000 + index), promo_code: 'WELCOME10' };
  return stage.post('/v1/leads', lead, withKey(`lead-number-${index}`));
}

/** A store whose commits fail as long as a test wants, as on a full disk. */
async function fullStore(): Promise<{
  readonly store: Store;
  readonly fill: () => Promise<void>;
  readonly makeRoom: () => Promise<void>;
}> {
  if (database === 'sqlite') {
    let isFull = false;
    class FullAtCommit extends DatabaseSync {
      override prepare(text: string): StatementSync {
        const statement = super.prepare(text);
        if (text !== 'commit') return statement;
        const run = statement.run.bind(statement);
        statement.run = () => {
          // SQLITE_FULL
          if (isFull) throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
          return run();
        };
        return statement;
      }
    }
    const store = sqliteStore(new FullAtCommit(':memory:'));
    await migrate(store);
    const set = async (full: boolean): Promise<void> => void (isFull = full);
    return { store, fill: () => set(true), makeRoom: () => set(false) };
  }
  const store = await testStore();
  await sql`create function be_full() returns trigger language plpgsql as
    $$ begin raise exception 'disk full' using errcode = '53100'; end $$`.execute(store);
  return {
    store,
    async fill() {
      // A deferred trigger runs within the commit.
      await sql`create constraint trigger full_disk after insert on leads
        deferrable initially deferred for each row execute function be_full()`.execute(store);
    },
    async makeRoom() {
      await sql`drop trigger full_disk on leads`.execute(store);
    },
  };
}

describe('the receipt', () => {
  it('has the time at which the lead is stored, while the clock goes on', async () => {
    const stage = await createStage();
    let clock = stage.now;
    Object.defineProperty(stage, 'now', { get: () => (clock += 1) });
    const { received_at } = (await (await send(stage, 1)).json()) as { received_at: string };
    const lead = await stage.store.selectFrom('leads').selectAll().executeTakeFirstOrThrow();
    assert.equal(Date.parse(received_at), lead.received_at);
  });
});

describe('a lead for a product that is not offered', () => {
  it('is refused, and the owner is warned once for each product', async () => {
    const stage = await createStage();
    for (const product of ['yoga-mat', 'yoga-mat', 'rope', 'Budi Santoso']) {
      const lead = { ...goodLead, product };
      assert.equal((await stage.post('/v1/leads', lead, withKey(crypto.randomUUID()))).status, 422);
    }
    const told = stage.logged.filter((line) => line.startsWith('product.refused '));
    assert.deepEqual(
      told.map((line) => /"product":"([^"]+)"/.exec(line)?.[1]),
      ['yoga-mat', 'rope', undefined],
    );
  });
});

describe('LeadIntake', () => {
  it('stores together what arrives at once, and answers each with its own receipt', async () => {
    const statements: string[] = [];
    const recorder: KyselyPlugin = {
      transformQuery({ node }) {
        statements.push(node.kind);
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const store = await testStore();
    const stage = await createStage({ store: store.withPlugin(recorder) });
    await send(stage, 0);
    statements.length = 0;
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, index) => send(stage, index + 1)),
    );
    assert(replies.every(({ status }) => status === 202));
    const receipts = await Promise.all(replies.map((reply) => reply.json()));
    const refs = new Set(receipts.map((receipt) => (receipt as { readonly ref: string }).ref));
    assert.equal(refs.size, 50);
    assert.deepEqual(await rowsOf(store), [51, 51, 51]);
    const inserts = statements.filter((kind) => kind === 'InsertQueryNode').length;
    assert(inserts <= 75, `${inserts} inserts of three tables for 50 leads`);
  });

  it('gives one receipt to one key that comes many times at once', async () => {
    const stage = await createStage();
    const replies = await Promise.all(Array.from({ length: 10 }, () => send(stage, 0)));
    assert(replies.every(({ status }) => status === 202));
    const receipts = await Promise.all(replies.map((reply) => reply.text()));
    assert.equal(new Set(receipts).size, 1);
    const replayed = replies.filter(({ headers }) => headers.has('idempotent-replayed'));
    assert.equal(replayed.length, 9);
  });

  it('refuses a key that comes at once with other fields, and keeps the first', async () => {
    const stage = await createStage();
    const leads = [goodLead, { ...goodLead, first_name: 'Budi' }, goodLead];
    const replies = await Promise.all(
      leads.map((lead) => stage.post('/v1/leads', lead, withKey('one-key-for-all'))),
    );
    const statuses = replies.map(({ status }) => status);
    const [stored] = await stage.store.selectFrom('leads').select('first_name').execute();
    const isAna = stored?.first_name === 'Ana';
    assert.deepEqual(statuses, isAna ? [202, 422, 202] : [422, 202, 422]);
  });

  it('acknowledges nothing if the commit fails, and all of it when there is room', async () => {
    const { store, fill, makeRoom } = await fullStore();
    const stage = await createStage({ store });
    await fill();
    const sendAll = (): Promise<readonly Response[]> =>
      Promise.all(Array.from({ length: 20 }, (_, index) => send(stage, index)));
    for (const { status, headers } of await sendAll()) {
      assert.deepEqual([status, headers.get('retry-after')], [503, '5']);
    }
    assert.deepEqual(await rowsOf(store), [0, 0, 0]);
    await makeRoom();
    for (const { status, headers } of await sendAll()) {
      assert.deepEqual([status, headers.get('idempotent-replayed')], [202, null]);
    }
    assert.deepEqual(await rowsOf(store), [20, 20, 20]);
  });

  it('takes no lead for a flood that is retried because it cannot be stored', async () => {
    const { store, fill, makeRoom } = await fullStore();
    const stage = await createStage({ store, limits: easyLimits });
    await fill();
    const extra = { wish: 'Please call me in the evening, I am at work until seven' };
    const again = (): Promise<Response> =>
      stage.post('/v1/leads', { ...goodLead, extra }, withKey('again-and-again'));
    for (let time = 1; time <= 30; time += 1) assert.equal((await again()).status, 503);
    await makeRoom();
    assert.equal((await again()).status, 202);
    const leads = await store.selectFrom('leads').select(['state', 'spam']).execute();
    assert.deepEqual(leads, [{ state: 'pending', spam: null }]);
  });
});
