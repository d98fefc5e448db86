import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CompiledQuery, sql } from 'kysely';
import { deleteLeads } from '../../src/proxy/leads/delete-leads.ts';
import {
  countGivenUp,
  countLate,
  giveUpOld,
  retryGivenUp,
} from '../../src/proxy/postbacks/given-up.ts';
import {
  claimPostback,
  peekPostbacks,
  removePostback,
  settlePostback,
} from '../../src/proxy/postbacks/postback-queue.ts';
import { listUnsentPostbacks } from '../../src/proxy/postbacks/unsent-postbacks.ts';
import { transact } from '../../src/store/index.ts';
import { collect } from '../support/collect.ts';
import { testStore } from '../support/store/test-store.ts';
import { countRows, recorder, slowOf } from './query-plans.ts';

describe('postbacks', () => {
  it('are found by an index, however many were sent', async () => {
    const store = await testStore();
    await sql`insert into postbacks (lead_ref, state, created_at, outcome, updated_at)
      with recursive numbers(i) as (select 1 union all select i + 1 from numbers where i < 5000)
      select 'old-' || i, 'delivered', i, 'sent', i from numbers`.execute(store);
    const looks = new Map<string, CompiledQuery>();
    const watched = store.withPlugin(recorder(store, looks));
    const states = ['delivered'] as const;
    const statuses = { delivered: 'lead' };
    for (const isKnown of [false, true]) {
      if (isKnown) await countRows(store);
      const row = { lead_ref: `new-${isKnown}`, state: 'delivered', created_at: 1 } as const;
      await store
        .insertInto('postbacks')
        .values({ ...row, due_at: 1, updated_at: 1 })
        .execute();
      const { due } = await peekPostbacks(watched, { states, now: 1, countMax: 4 });
      assert.equal(due, 1);
      const claimed = await claimPostback(watched, states, 1);
      assert(claimed);
      const end = { due_at: null, outcome: 'given_up', detail: null, attempts: 1 } as const;
      assert(await settlePostback(watched, claimed, end, 2));
      assert.equal(await countGivenUp(watched), 1);
      assert.equal((await collect(listUnsentPostbacks(watched))).length, 1);
      assert.deepEqual(await retryGivenUp(watched, { statuses, now: 3, refs: ['none'] }), []);
      assert.equal((await retryGivenUp(watched, { statuses, now: 3 })).length, 1);
      assert.equal(await countLate(watched, statuses, 3 + 6 * 60 * 60_000), 1);
      assert.equal(await giveUpOld(watched, { states, before: 3, now: 4 }), 1);
      await removePostback(watched, claimed);
      await transact(watched, (transaction) => deleteLeads(transaction, [row.lead_ref]));
      const ofPostbacks = [...looks.values()].filter(({ sql: text }) => text.includes('postbacks'));
      assert(ofPostbacks.length >= 13);
      assert.deepEqual(await slowOf(store, ofPostbacks), []);
    }
  });
});
