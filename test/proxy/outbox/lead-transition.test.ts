import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  doubtsMax,
  type LeadResult,
  type LeadSituation,
  type LeadTransition,
  leadTransition,
} from '../../../src/proxy/outbox/lead-transition.ts';
import { type Failure, UpstreamError } from '../../../src/upstream/failure.ts';

const day = 24 * 60 * 60_000;
const clean: LeadSituation = {
  now: 1_000_000,
  random: 0.5,
  quietMs: 60_000,
  triedSince: 1_000_000,
  attempts: 1,
  doubts: 0,
};

function after(result: LeadResult, situation: Partial<LeadSituation> = {}): LeadTransition {
  return leadTransition(result, { ...clean, ...situation });
}

function failure(kind: Failure, retryAfterMs?: number): UpstreamError {
  return new UpstreamError(
    kind,
    'what happened',
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );
}

describe('leadTransition()', () => {
  it('keeps the id of a created contact', () => {
    const { state, contact_id, due_at } = after({ status: 'created', id: '617' });
    assert.deepEqual(
      { state, contact_id, due_at },
      { state: 'delivered', contact_id: '617', due_at: null },
    );
  });

  it('takes a double phone for a duplicate on a clean lead, and for its own echo after a doubt', () => {
    assert.equal(after({ status: 'duplicate' }).state, 'duplicate');
    assert.equal(after({ status: 'duplicate' }, { doubts: 1 }).state, 'delivered');
  });

  it('keeps the doubts of a lead through an attempt that was not sent', () => {
    const { state, doubts } = after(failure('not_sent'), { doubts: 2 });
    assert.deepEqual({ state, doubts }, { state: 'pending', doubts: 2 });
  });

  it('waits after each doubt, up to the maximum of doubts, and then leaves it to a person', () => {
    let doubts = 0;
    for (let round = 1; round <= doubtsMax; round += 1) {
      const next = after(failure('in_doubt'), { doubts });
      assert.equal(next.state, 'in_doubt');
      assert.equal(next.due_at, clean.now + clean.quietMs);
      doubts = next.doubts;
    }
    const last = after(failure('in_doubt'), { doubts });
    assert.deepEqual([last.state, last.due_at], ['held', null]);
  });

  it('waits as long as a busy upstream asks for', () => {
    assert.equal(after(failure('busy', 120_000)).due_at, clean.now + 120_000);
  });

  for (const kind of ['auth', 'setup'] as const) {
    it(`holds a lead after a failure of kind ${kind}`, () => {
      const { state, due_at, detail } = after(failure(kind));
      assert.deepEqual([state, due_at, detail], ['held', null, `${kind}: what happened`]);
    });
  }

  it('tries a lead that was not sent again and again, ever more rarely, for 14 days', () => {
    const ages = [0, 75 * 60 * 60_000, 13.9 * day, 14 * day];
    const waits = ages.map((age, index) => {
      const situation = { attempts: index === 0 ? 1 : 50, triedSince: clean.now - age };
      const { due_at } = after(failure('not_sent'), situation);
      return due_at === null ? undefined : due_at - clean.now;
    });
    assert.deepEqual(waits, [1000, 60 * 60_000, 6 * 60 * 60_000, undefined]);
    assert.equal(
      after(failure('not_sent'), { attempts: 50, triedSince: clean.now - 14 * day }).state,
      'dead',
    );
  });
});
