import type { RedemptionState } from '../../contract/redemption-states.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { Redemption } from '../../upstream/ports.ts';

export type RedemptionResult = Redemption | UpstreamError;

/** The columns that change in a redemption's row. */
export interface RedemptionTransition {
  readonly state: RedemptionState;
  readonly due_at: number | null;
  readonly reason: string | null;
  readonly detail: string | null;
}

/** A redemption that certainly was not sent is tried at most this many times. */
export const redemptionAttemptsMax = 3;
/** The waits in between: an upstream that restarts is away for longer than a few seconds. */
const retryDelaysMs = [30_000, 5 * 60_000] as const;
const busyMsMin = 1000;

/**
 * The next state of a redemption after an attempt. It is sent at most once: in doubt it becomes
 * `unconfirmed`, and only a person moves it from there.
 */
export function redemptionTransition(
  result: RedemptionResult,
  { now, attempts }: { readonly now: number; readonly attempts: number },
): RedemptionTransition {
  if (!(result instanceof UpstreamError)) {
    return result.status === 'redeemed'
      ? { state: 'redeemed', due_at: null, reason: null, detail: null }
      : { state: 'refused', due_at: null, reason: result.reason, detail: result.text };
  }
  const { failure, message, retryAfterMs = 0 } = result;
  const kept = { reason: null, detail: `${failure}: ${message}` };
  switch (failure) {
    case 'not_sent':
      return attempts < redemptionAttemptsMax
        ? { ...kept, state: 'pending', due_at: now + (retryDelaysMs[attempts - 1] ?? 0) }
        : { ...kept, state: 'held', due_at: null };
    case 'busy':
      return { ...kept, state: 'pending', due_at: now + Math.max(busyMsMin, retryAfterMs) };
    case 'auth':
    case 'setup':
      return { ...kept, state: 'held', due_at: null };
    case 'in_doubt':
      return { ...kept, state: 'unconfirmed', due_at: null };
  }
}
