import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  redemptionAttemptsMax,
  redemptionTransition,
} from '../../../src/proxy/outbox/redemption-transition.ts';
import { type Failure, UpstreamError } from '../../../src/upstream/failure.ts';
import { createStage, type Fault, sendLead } from '../../support/proxy/proxy-stage.ts';
import { check, refusedConnection } from '../../support/proxy/vendor-calls.ts';

const now = 1_000_000;

function after(kind: Failure, attempts = 1): { state: string; due_at: number | null } {
  const { state, due_at } = redemptionTransition(new UpstreamError(kind, 'what happened'), {
    now,
    attempts,
  });
  return { state, due_at };
}

describe('redemptionTransition()', () => {
  it('never sends a code again on its own once bytes have left', () => {
    assert.deepEqual(after('in_doubt'), { state: 'unconfirmed', due_at: null });
  });

  it('tries a call that was not sent three times in all, over minutes', () => {
    assert.deepEqual(after('not_sent', 1), { state: 'pending', due_at: now + 30_000 });
    assert.deepEqual(after('not_sent', 2), { state: 'pending', due_at: now + 300_000 });
    assert.deepEqual(after('not_sent', redemptionAttemptsMax), { state: 'held', due_at: null });
  });

  it('tries a code again as late as a busy upstream asks', () => {
    for (const [retryAfterMs, waitMs] of [
      [40_000, 40_000],
      [0, 1000],
    ] as const) {
      const busy = new UpstreamError('busy', 'HTTP 429', { retryAfterMs });
      const { state, due_at } = redemptionTransition(busy, { now, attempts: 9 });
      assert.deepEqual([state, due_at], ['pending', now + waitMs]);
    }
  });

  it('holds a code when the upstream refuses us', () => {
    assert.deepEqual(after('auth'), { state: 'held', due_at: null });
    assert.deepEqual(after('setup'), { state: 'held', due_at: null });
  });

  it('keeps the reason of a refusal and the words of the upstream', () => {
    const refused = {
      status: 'refused',
      reason: 'expired',
      text: 'Promocode has expired',
    } as const;
    const { state, reason, detail } = redemptionTransition(refused, { now, attempts: 1 });
    assert.deepEqual([state, reason, detail], ['refused', 'expired', 'Promocode has expired']);
  });
});

describe('a use that a busy upstream puts off', () => {
  it('still has all its three tries of calls that reach nobody', async () => {
    const stage = await createStage();
    const gone = refusedConnection;
    const busy: Fault = () => Promise.resolve(new Response('', { status: 429 }));
    await sendLead(stage, 'a-lead-key', { promo_code: 'ONCE' });
    const waits: number[] = [];
    for (const fault of [busy, busy, busy, busy, gone, busy, gone, gone]) {
      stage.faults.set(check, fault);
      await stage.work();
      const { state, due_at } = await stage.store
        .selectFrom('redemptions')
        .select(['state', 'due_at'])
        .executeTakeFirstOrThrow();
      if (due_at === null) {
        assert.equal(state, 'held');
        break;
      }
      waits.push(due_at - stage.now);
      // Also past the pause of the circuit.
      stage.now = Math.max(due_at, stage.now + 60 * 60_000);
    }
    assert.deepEqual(waits, [1000, 1000, 1000, 1000, 30_000, 1000, 300_000]);
  });
});
