import type { LeadState } from '../../contract/lead-states.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { ContactOutcome } from '../../upstream/ports.ts';
import { retryDelayMs } from './schedule.ts';

/** How an attempt ended: the upstream's answer, or the error instead of one. */
export type LeadResult = ContactOutcome | UpstreamError;

export interface LeadSituation {
  readonly now: number;
  /** 0 to 1. */
  readonly random: number;
  /** The wait before a lead in doubt is tried again. */
  readonly quietMs: number;
  /** When its schedule began: when it came in, or when a person sent it again. */
  readonly triedSince: number;
  readonly attempts: number;
  readonly doubts: number;
  /** The upstream had the phone before: from another lead of ours, or from elsewhere. */
  readonly isForeignContact?: boolean;
}

/** The columns that change in a lead's row. */
export interface LeadTransition {
  readonly state: LeadState;
  readonly due_at: number | null;
  readonly doubts: number;
  readonly contact_id: string | null;
  readonly detail: string | null;
}

/** A lead in doubt is tried again at most this many times, then a person decides. */
export const doubtsMax = 3;

/**
 * The next state of a lead after an attempt.
 *
 * `double phone` has two meanings. On a clean lead it is final: the phone is known already. After a
 * doubt it is the echo of our own call, which went through although we got no answer. Then the lead
 * is delivered, unless the contact is known not to be this lead's. That is why doubts are counted
 * for good and never taken back.
 */
export function leadTransition(result: LeadResult, situation: LeadSituation): LeadTransition {
  const { doubts } = situation;
  const final = (state: LeadState, detail: string | null): LeadTransition => ({
    state,
    due_at: null,
    doubts,
    contact_id: null,
    detail,
  });
  if (result instanceof UpstreamError) return failed(result, situation);
  switch (result.status) {
    case 'created':
      return { ...final('delivered', null), contact_id: result.id };
    case 'duplicate':
      return doubts > 0 && situation.isForeignContact !== true
        ? final('delivered', 'known upstream after a doubt: our own call went through')
        : final('duplicate', 'the phone is known upstream');
    case 'rejected':
      return final('rejected', result.text);
  }
}

function failed(error: UpstreamError, situation: LeadSituation): LeadTransition {
  const { now, quietMs, doubts } = situation;
  const unchanged = { doubts, contact_id: null, detail: `${error.failure}: ${error.message}` };
  switch (error.failure) {
    case 'not_sent':
    case 'busy': {
      const delayMs = retryDelayMs(
        situation.attempts,
        now - situation.triedSince,
        situation.random,
      );
      if (delayMs === undefined) return { ...unchanged, state: 'dead', due_at: null };
      const dueAt = now + Math.max(delayMs, error.retryAfterMs ?? 0);
      return { ...unchanged, state: 'pending', due_at: dueAt };
    }
    case 'auth':
    case 'setup':
      return { ...unchanged, state: 'held', due_at: null };
    case 'in_doubt':
      return doubts < doubtsMax
        ? { ...unchanged, state: 'in_doubt', due_at: now + quietMs, doubts: doubts + 1 }
        : { ...unchanged, state: 'held', due_at: null, doubts: doubts + 1 };
  }
}
