import assert from 'node:assert/strict';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { describe, it } from 'node:test';
import { isUniqueViolation } from '../../../src/store/dialects/error-codes.ts';
import {
  type DurableObjectStorage,
  durableObjectStore,
  migrate,
  type Store,
  StoreError,
  transact,
} from '../../../src/store/index.ts';

/** SQLite behind the interface of a Durable Object, with its rules and error messages. */
function storageOf(database: DatabaseSync): DurableObjectStorage {
  return {
    sql: {
      exec(query, ...bindings) {
        if (/^\s*(?:begin|commit|rollback|savepoint)/i.test(query)) throw new Error('Not here');
        if (bindings.length > 100) throw new Error('variable number must be between ?1 and ?100');
        const statement = database.prepare(query);
        const columnNames = statement.columns().map(({ name }) => name);
        try {
          const rows = statement.all(...(bindings as SQLInputValue[]));
          return { columnNames, toArray: () => structuredClone(rows) };
        } catch (error) {
          const code = 'SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_PRIMARYKEY)';
          throw new Error(`${(error as Error).message}: ${code}`, { cause: error });
        }
      },
    },
    async transaction(work) {
      database.exec('begin');
      try {
        const result = await work();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        throw error;
      }
    },
  };
}

async function newStore(): Promise<Store> {
  const store = durableObjectStore(storageOf(new DatabaseSync(':memory:')));
  assert.equal(await migrate(store), true);
  return store;
}

const rate = (number: number): { key: string; clear_at: number } => ({
  key: `it's ${number}?1 "é\n\0`,
  clear_at: number,
});

describe('durableObjectStore()', () => {
  it('runs statements with more parameters than the limit, and counts the changed rows', async () => {
    const store = await newStore();
    const rates = Array.from({ length: 200 }, (_, number) => rate(number));
    const inserted = await store.insertInto('rates').values(rates).executeTakeFirst();
    assert.equal(inserted.numInsertedOrUpdatedRows, 200n);
    assert.deepEqual(
      await store.selectFrom('rates').selectAll().orderBy('clear_at').execute(),
      rates,
    );
    const keys = rates.slice(50).map(({ key }) => key);
    const deleted = await store.deleteFrom('rates').where('key', 'in', keys).executeTakeFirst();
    assert.equal(deleted.numDeletedRows, 150n);
  });

  it('commits a transaction as a whole, or not at all', async () => {
    const store = await newStore();
    const insert = (number: number, failure?: Error): Promise<void> =>
      transact(store, async (transaction) => {
        await transaction.insertInto('rates').values(rate(number)).execute();
        if (failure) throw failure;
        await transaction
          .insertInto('rates')
          .values(rate(number + 1))
          .execute();
      });
    const failure = new StoreError('unavailable', 'away');
    await Promise.all([insert(1), assert.rejects(insert(5, failure), failure), insert(10)]);
    const rows = await store.selectFrom('rates').select('clear_at').orderBy('clear_at').execute();
    assert.deepEqual(
      rows.map(({ clear_at }) => clear_at),
      [1, 2, 10, 11],
    );
  });

  it('recognises a key that exists already', async () => {
    const store = await newStore();
    await store.insertInto('rates').values(rate(1)).execute();
    await assert.rejects(store.insertInto('rates').values(rate(1)).execute(), isUniqueViolation);
  });
});
