import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { createPostgresPool } from '../../../src/node/store/postgres-pool.ts';
import { lockNames, nameLocks } from '../../../src/store/commits/lock-names.ts';
import { sha256 } from '../../../src/store/digest.ts';
import { postgresStore, type Store, transact } from '../../../src/store/index.ts';
import { freshPostgres, postgresAt } from '../../support/postgres/postgres.ts';

async function open(): Promise<Store> {
  return postgresStore(await createPostgresPool(postgresAt(await freshPostgres())));
}

const names = Array.from({ length: 10_000 }, (_, index) => sha256(`name ${index}`));

describe('lockNames()', () => {
  it('holds few locks, however many names there are', async () => {
    const store = await open();
    await transact(store, async (transaction) => {
      await lockNames(
        transaction,
        names.map((name) => ({ name, isAlone: false })),
      );
      const { rows } = await sql<{ held: number }>`select count(*)::int as held from pg_locks
        where locktype = 'advisory' and pid = pg_backend_pid()`.execute(transaction);
      assert.equal(rows[0]?.held, nameLocks);
    });
  });

  for (const [who, isAlone, held = [false]] of [
    ['lets those who share a name go on together', false],
    ['has who wants a name alone wait for those who share it', true],
    ['has a name alone that is wanted alone and shared, in this order too', false, [true, false]],
  ] as const) {
    it(who, async () => {
      const store = await open();
      const name = sha256('a name');
      await transact(store, async (holder) => {
        await lockNames(
          holder,
          held.map((each) => ({ name, isAlone: each })),
        );
        const attempt = transact(store, async (other) => {
          await sql`set local lock_timeout = 50`.execute(other);
          await lockNames(other, [{ name, isAlone }]);
        });
        const isRefused = await attempt.then(
          () => false,
          () => true,
        );
        assert.equal(isRefused, isAlone || held.includes(true));
      });
    });
  }
});
