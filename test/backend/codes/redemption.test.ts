import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redeem } from '../../../src/backend/codes/redemption.ts';
import { addCode, listCodes, listJournal } from '../../../src/backend/index.ts';
import { migrate, type Store } from '../../../src/store/index.ts';
import { collect } from '../../support/collect.ts';
import { freshPostgres, postgresAt } from '../../support/postgres/postgres.ts';
import { postgresStoreAt } from '../../support/store/test-store.ts';
import { backendFixture } from '../../support/vendors/backend-fixture.ts';

const limited = { company: 'acme', code: 'TEN', limit: 10, now: 0 };
const check = 'http://localhost/api/checkPromocode?token=canary-token&company=acme&code=TEN';

/** What is left of the limit, and the number of uses in the journal. */
async function account(store: Store): Promise<{ left: number | null | undefined; used: number }> {
  const [code] = await collect(listCodes(store));
  const journal = await collect(listJournal(store, { code: 'ten' }));
  return { left: code?.limit, used: journal.filter(({ used }) => used).length };
}

describe('a limit of 10', () => {
  it('is 10 uses for 200 checks at once', async () => {
    const { store, fetch } = await backendFixture();
    await addCode(store, limited);
    const replies = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const response = await fetch(new Request(check));
        return (await response.json()) as { readonly msg: unknown };
      }),
    );
    const used = replies.filter(({ msg }) => msg === true);
    assert.equal(used.length, 10);
    assert.deepEqual(await account(store), { left: 0, used: 10 });
  });

  it('takes no use of a code that is paused between the read and the update', async () => {
    // Only PostgreSQL: on SQLite nothing is written in between.
    const store = await postgresStoreAt(postgresAt(await freshPostgres()));
    await migrate(store);
    await backendFixture(store);
    await addCode(store, limited);
    let isPaused = false;
    const pausing = store.withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (isPaused || !('uses_left' in (result.rows[0] ?? {}))) return result;
        isPaused = true;
        await store.updateTable('promo_codes').set({ active: 0 }).execute();
        return result;
      },
    });
    assert.equal(await redeem(pausing, { ...limited, now: 1 }), 'inactive');
    assert.deepEqual(await account(store), { left: 10, used: 0 });
  });

  it('stays untouched if the journal cannot be written', async () => {
    const { store, fetch } = await backendFixture();
    await addCode(store, limited);
    await store.schema.alterTable('journal').renameTo('away').execute();
    await assert.rejects(fetch(new Request(check)));
    await store.schema.alterTable('away').renameTo('journal').execute();
    assert.deepEqual(await account(store), { left: 10, used: 0 });
  });
});
