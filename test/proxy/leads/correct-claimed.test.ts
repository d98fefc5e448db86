import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { correctLead, retryLead } from '../../../src/proxy/index.ts';
import { claimLead } from '../../../src/proxy/outbox/lead-queue.ts';
import { migrate, transact } from '../../../src/store/index.ts';
import { freshPostgres, postgresAt } from '../../support/postgres/postgres.ts';
import { createStage, sendLead } from '../../support/proxy/proxy-stage.ts';
import { postgresStoreAt } from '../../support/store/test-store.ts';

describe('correctLead() on PostgreSQL', () => {
  it('waits for a worker that is claiming the lead, and then finds it being sent', async () => {
    const location = postgresAt(await freshPostgres());
    const [one, other] = [await postgresStoreAt(location), await postgresStoreAt(location)];
    await migrate(one);
    const stage = await createStage({ store: one });
    const ref = await sendLead(stage, 'a-lead-key');
    await retryLead(one, ref, stage.now);
    const outcome = await transact(one, async (worker) => {
      const claimed = await claimLead(worker, stage.now);
      assert.equal(claimed?.ref, ref);
      const fields = { phone: '628123456780' };
      const corrected = correctLead(other, { ref, fields, products: [], now: stage.now });
      const waiting = sql`select 1 from pg_locks
        where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`;
      while ((await waiting.execute(worker)).rows.length === 0);
      // Not awaited here: it waits for the end of this transaction.
      return { corrected };
    });
    assert.deepEqual(await outcome.corrected, { status: 'not_corrected', state: 'sending' });
    const lead = one.selectFrom('leads').select(['state', 'phone']);
    const left = { state: 'sending', phone: '628123456789' };
    assert.deepEqual(await lead.executeTakeFirst(), left);
  });
});
