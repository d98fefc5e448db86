import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStage, sendLead } from '../../support/proxy/proxy-stage.ts';
import { check, contact, countOf, holdUp } from '../../support/proxy/vendor-calls.ts';

describe('a round of Worker.runDue()', () => {
  it('ends when all its calls have ended, even if the store failed one of them', async () => {
    const stage = await createStage();
    const answer = Promise.withResolvers<Response>();
    const failed = Promise.withResolvers<void>();
    stage.faults.set(contact, () => {
      stage.faults.set(contact, async (request, honest) => {
        const reply = await honest(request);
        await stage.store.schema.alterTable('lead_attempts').renameTo('away').execute();
        setImmediate(failed.resolve);
        return reply;
      });
      return answer.promise;
    });
    await sendLead(stage, 'slow-lead');
    await sendLead(stage, 'failing-lead', { phone: '62811111111' });
    let isOver = false;
    const round = assert.rejects(stage.work()).then(() => void (isOver = true));
    await failed.promise;
    // A query that waits behind the one that fails.
    await stage.store.selectFrom('leads').select('ref').execute();
    await new Promise(setImmediate);
    assert.equal(isOver, false);
    answer.resolve(Response.json({ status: 'contact: 7 created', id: '7' }));
    await round;
  });

  it('keeps to its number of concurrent calls, over several rounds', async () => {
    const stage = await createStage();
    const { release } = holdUp(stage, contact);
    for (let index = 0; index < 20; index += 1) {
      await sendLead(stage, `lead-no-${index}`, { phone: String(62810000000 + index) });
    }
    const rounds = [stage.work(), stage.work()];
    while (countOf(stage, contact) < 8) await new Promise(setImmediate);
    await stage.work();
    assert.equal(countOf(stage, contact), 8);
    release();
    await Promise.all(rounds);
    assert.equal(countOf(stage, contact), 20);
  });

  it('lets no code wait behind a backlog of leads', async () => {
    const stage = await createStage();
    for (let index = 0; index < 30; index += 1) {
      const fields = { phone: String(62810000000 + index), promo_code: 'WELCOME10' };
      await sendLead(stage, `lead-no-${index}`, fields);
    }
    await stage.work();
    assert.equal(countOf(stage, check), 30);
    let ahead = 0;
    let most = 0;
    for (const path of stage.calls) {
      ahead += Number(path === contact) - Number(path === check);
      most = Math.max(most, ahead);
    }
    // Each of the 8 workers may be at its second contact.
    assert(most <= 16, `${most} contacts ahead of their codes`);
  });

  it('begins nothing after its signal', async () => {
    const stage = await createStage();
    await sendLead(stage, 'a-lead-key');
    await stage.work(AbortSignal.abort());
    assert.equal(countOf(stage, contact), 0);
  });
});
