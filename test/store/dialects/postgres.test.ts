import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import {
  createPostgresPool,
  type PostgresPoolOptions,
} from '../../../src/node/store/postgres-pool.ts';
import {
  migrate,
  postgresStore,
  type Store,
  StoreError,
  transact,
} from '../../../src/store/index.ts';
import { freshPostgres, postgresAt } from '../../support/postgres/postgres.ts';
import { type TcpProxy, tcpProxy } from '../../support/sockets/tcp-proxy.ts';

async function open(url: string, options: PostgresPoolOptions = {}): Promise<Store> {
  return postgresStore(await createPostgresPool(postgresAt(url), options));
}

/** One connection to a fresh schema, over a network that can fail. */
async function openBehindProxy(
  options: PostgresPoolOptions = {},
): Promise<{ readonly store: Store; readonly network: TcpProxy }> {
  const location = postgresAt(await freshPostgres());
  const network = await tcpProxy(`${location.host}/.s.PGSQL.5432`);
  after(() => network.close());
  const behind = { ...location, host: '127.0.0.1', port: network.port };
  const pool = await createPostgresPool(behind, { connectionsMax: 1, ...options });
  return { store: postgresStore(pool), network };
}

async function connectionOf(store: Store): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(store);
  return rows[0]?.pid ?? 0;
}

const unavailable = (error: unknown): boolean =>
  error instanceof StoreError && error.failure === 'unavailable';

describe('postgresStore()', () => {
  it('returns instants, counts and ids as numbers, or fails', async () => {
    const store = await open(await freshPostgres());
    await migrate(store);
    const entry = { at: Date.now(), company_id: 'c', code: 'X', used: 1, reason: null };
    const { id } = await store
      .insertInto('journal')
      .values(entry)
      .returning('id')
      .executeTakeFirstOrThrow();
    assert.deepEqual(await store.selectFrom('journal').selectAll().execute(), [
      { id, ...entry, source: null },
    ]);
    assert.equal(id, 1);
    await assert.rejects(sql`select 9007199254740993 as n`.execute(store), RangeError);
  });

  it('compares texts by their bytes, whatever the language of the database', async () => {
    const store = await open(await freshPostgres());
    await migrate(store);
    const titles = ['b', 'A', 'a', 'B', 'ä'];
    for (const id of titles) {
      await store.insertInto('companies').values({ id, title: id, created_at: 0 }).execute();
    }
    const rows = await store.selectFrom('companies').select('id').orderBy('id').execute();
    assert.deepEqual(
      rows.map(({ id }) => id),
      ['A', 'B', 'a', 'b', 'ä'],
    );
  });

  it('commits durably even if its user is configured for speed, and keeps a safer setting', async () => {
    const url = await freshPostgres();
    const admin = await open(url);
    for (const [setting, kept] of [
      ['off', 'on'],
      ['remote_apply', 'remote_apply'],
    ] as const) {
      const role = `role_${process.pid}_${setting}`;
      await sql`create role ${sql.ref(role)} login`.execute(admin);
      await sql`alter role ${sql.ref(role)} set synchronous_commit = ${sql.lit(setting)}`.execute(
        admin,
      );
      const store = await open(url.replace('promo@', `${role}@`));
      const { rows } = await sql`show synchronous_commit`.execute(store);
      assert.deepEqual(rows, [{ synchronous_commit: kept }]);
    }
  });

  it('ends a statement that takes too long, and keeps the connection', async () => {
    // The limit holds for every statement, and a machine may be busy.
    const options = { connectionsMax: 1, timeouts: { statementMs: 1000 } };
    const store = await open(await freshPostgres(), options);
    const before = await connectionOf(store);
    await assert.rejects(sql`select pg_sleep(30)`.execute(store), unavailable);
    assert.equal(await connectionOf(store), before);
  });

  it('does not wait for a lock for ever', async () => {
    const url = await freshPostgres();
    const [holder, waiter] = [await open(url), await open(url, { timeouts: { lockMs: 50 } })];
    await migrate(holder);
    await transact(holder, async (transaction) => {
      await sql`lock table leads`.execute(transaction);
      await assert.rejects(waiter.selectFrom('leads').selectAll().execute(), unavailable);
    });
  });

  it('does not wait for a free connection for ever', async () => {
    // The limit holds for a new connection too, and a machine may be busy.
    const options = { connectionsMax: 1, timeouts: { connectMs: 1000 } };
    const store = await open(await freshPostgres(), options);
    await transact(store, () => assert.rejects(connectionOf(store), unavailable));
    await connectionOf(store);
  });

  it('gives up on a network that has gone silent, and recovers on its own', async () => {
    const timeouts = { answerMs: 1000, connectMs: 1000 };
    const { store, network } = await openBehindProxy({ timeouts });
    const before = await connectionOf(store);
    network.freeze();
    await assert.rejects(connectionOf(store), unavailable);
    await assert.rejects(connectionOf(store), unavailable);
    network.thaw();
    assert.notEqual(await connectionOf(store), before);
  });

  it('survives the loss of an idle connection', async () => {
    const lost = Promise.withResolvers<Error>();
    const { store, network } = await openBehindProxy({ onLost: lost.resolve });
    const before = await connectionOf(store);
    network.cut();
    assert.match((await lost.promise).message, /terminated|reset/i);
    assert.notEqual(await connectionOf(store), before);
  });

  it('survives the loss of a connection in a transaction, which then has no effect', async () => {
    const { store, network } = await openBehindProxy();
    await migrate(store);
    const insert = transact(store, async (transaction) => {
      const company = { id: 'half', title: 'Half', created_at: 0 };
      await transaction.insertInto('companies').values(company).execute();
      network.cut();
    });
    await assert.rejects(insert, unavailable);
    assert.deepEqual(await store.selectFrom('companies').selectAll().execute(), []);
  });

  it('drops the connection to a server that has become a standby', async () => {
    const store = await open(await freshPostgres(), { connectionsMax: 1 });
    await migrate(store);
    const before = await connectionOf(store);
    await sql`set session characteristics as transaction read only`.execute(store);
    const insert = store.insertInto('companies').values({ id: 'a', title: 'A', created_at: 0 });
    await assert.rejects(insert.execute(), unavailable);
    assert.notEqual(await connectionOf(store), before);
    await insert.execute();
  });
});

describe('transact()', () => {
  it('runs the victim of a deadlock again', async () => {
    const store = await open(await freshPostgres());
    await migrate(store);
    for (const id of ['one', 'two']) {
      await store.insertInto('companies').values({ id, title: '0', created_at: 0 }).execute();
    }
    let begun = 0;
    const bothHoldOne = Promise.withResolvers<void>();
    const swap = (first: string, second: string): Promise<void> =>
      transact(store, async (transaction) => {
        for (const id of [first, second]) {
          await transaction
            .updateTable('companies')
            .set(({ eb }) => ({ created_at: eb('created_at', '+', 1) }))
            .where('id', '=', id)
            .execute();
          begun += 1;
          if (begun === 2) bothHoldOne.resolve();
          await bothHoldOne.promise;
        }
      });
    await Promise.all([swap('one', 'two'), swap('two', 'one')]);
    const rows = await store.selectFrom('companies').select('created_at').execute();
    assert.deepEqual(rows, [{ created_at: 2 }, { created_at: 2 }]);
    assert(begun > 4, 'one of them ran twice');
  });

  it('gives up on a conflict that does not end', async () => {
    const store = await open(await freshPostgres());
    let attempts = 0;
    const work = transact(store, async (transaction) => {
      attempts += 1;
      await sql`do $$ begin raise exception using errcode = '40001'; end $$`.execute(transaction);
    });
    await assert.rejects(work, unavailable);
    assert.equal(attempts, 5);
  });
});
