import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeTogether } from '../../../src/store/commits/group-commit.ts';
import {
  migrate,
  sqliteStore,
  type Store,
  StoreError,
  type StoreTransaction,
  transactTogether,
} from '../../../src/store/index.ts';

/** SQLITE_FULL. */
const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });

interface Watched {
  readonly store: Store;
  /** The number of commits that succeeded. */
  readonly commits: () => number;
  /** Makes the next commits fail as on a full disk. */
  fills: boolean;
}

async function watchedStore(): Promise<Watched> {
  const connection = new DatabaseSync(':memory:');
  let commits = 0;
  const store = sqliteStore(
    {
      get isTransaction() {
        return connection.isTransaction;
      },
      exec: (sql) => connection.exec(sql),
      prepare(sql) {
        const statement = connection.prepare(sql);
        if (sql !== 'commit') return statement;
        return {
          columns: () => statement.columns(),
          all: () => statement.all(),
          iterate: () => statement.iterate(),
          run() {
            if (watched.fills) throw full;
            const done = statement.run();
            commits += 1;
            return done;
          },
        };
      },
      close: () => connection.close(),
    },
    { nextTurn: () => nextTurn() },
  );
  const watched: Watched = { store, commits: () => commits, fills: false };
  await migrate(store);
  commits = 0;
  return watched;
}

async function add(transaction: Store, id: string): Promise<string> {
  await transaction.insertInto('companies').values({ id, title: id, created_at: 0 }).execute();
  return `added ${id}`;
}

async function idsIn(store: Store): Promise<readonly string[]> {
  const rows = await store.selectFrom('companies').select('id').orderBy('id').execute();
  return rows.map(({ id }) => id);
}

for (const together of [transactTogether, writeTogether]) {
  describe(`${together.name}()`, () => {
    it('commits once for all calls at the same time, and answers none before', async () => {
      const { store, commits } = await watchedStore();
      const answered: number[] = [];
      const addTogether = async (id: string): Promise<string> => {
        const answer = await together(store, (within: Store) => add(within, id));
        answered.push(commits());
        return answer;
      };
      const answers = await Promise.all(['a', 'b', 'c'].map(addTogether));
      assert.deepEqual(answers, ['added a', 'added b', 'added c']);
      assert.deepEqual(answered, [1, 1, 1]);
      assert.deepEqual(await idsIn(store), ['a', 'b', 'c']);
    });
  });
}

describe('transactTogether()', () => {
  it('lets each call see what those before it did', async () => {
    const { store } = await watchedStore();
    const count = (transaction: StoreTransaction): Promise<number> =>
      add(transaction, crypto.randomUUID()).then(async () => (await idsIn(transaction)).length);
    const works = Array.from({ length: 3 }, () => transactTogether(store, count));
    assert.deepEqual(await Promise.all(works), [1, 2, 3]);
  });

  it('undoes the work of a call that fails, and does that of the others', async () => {
    const { store } = await watchedStore();
    const work = async (transaction: StoreTransaction, id: string): Promise<string> => {
      const answer = await add(transaction, id);
      if (id === 'b') throw new TypeError('not this one');
      return answer;
    };
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((id) => transactTogether(store, (within) => work(within, id))),
    );
    const statuses = outcomes.map(({ status }) => status);
    assert.deepEqual(statuses, ['fulfilled', 'rejected', 'fulfilled']);
    assert.deepEqual(await idsIn(store), ['a', 'c']);
  });

  it('fails all calls if there is no room, does nothing of them, and goes on', async () => {
    const watched = await watchedStore();
    const { store } = watched;
    const addBoth = (): Promise<readonly PromiseSettledResult<string>[]> =>
      Promise.allSettled(
        ['a', 'b'].map((id) => transactTogether(store, (within) => add(within, id))),
      );
    watched.fills = true;
    for (const outcome of await addBoth()) {
      assert(outcome.status === 'rejected' && outcome.reason instanceof StoreError);
    }
    assert.deepEqual(await idsIn(store), []);
    watched.fills = false;
    await addBoth();
    assert.deepEqual(await idsIn(store), ['a', 'b']);
  });
});
