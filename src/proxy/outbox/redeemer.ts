import type { Store } from '../../store/store.ts';
import { type Failure, UpstreamError } from '../../upstream/failure.ts';
import type { PromoCodeUpstream } from '../../upstream/ports.ts';
import type { CodeLists } from '../codes/code-lists.ts';
import { callTimeoutMs, type Deadline, deadlineByClock } from './lease.ts';
import { persist, type PersistOptions } from './persist.ts';
import { type RedemptionRow, settleRedemption } from './redemption-queue.ts';
import {
  type RedemptionResult,
  type RedemptionTransition,
  redemptionTransition,
} from './redemption-transition.ts';

export interface RedeemerOptions extends PersistOptions {
  readonly store: Store;
  readonly upstream: PromoCodeUpstream;
  readonly codes: CodeLists;
  /** The company of uses that were requested before one was configured. */
  readonly company?: string | undefined;
  readonly deadline?: Deadline;
}

/** A caller that waits for the verdict and retries on its own, so that no worker does later. */
export interface Caller {
  /** Which of its tries this is, from 1. */
  readonly attempt: number;
}

/** With the code in the list's spelling, as in a verdict of validate. */
type StoredTransition = RedemptionTransition & Pick<RedemptionRow, 'code' | 'attempts'>;

export interface RedeemOutcome {
  readonly result: RedemptionResult;
  /** False if we refused or held it ourselves, which says nothing of the vendor. */
  readonly isAsked: boolean;
  readonly transition: StoredTransition;
  /** False if the claim was overtaken: the stored outcome is another's. */
  readonly isSettled: boolean;
}

/**
 * Sends one claimed redemption and records how it ended. The upstream gets the spelling of its own
 * list. A code that the list lacks is refused without a call. A redemption with a `caller` that was
 * not sent waits for the caller's next try.
 */
export async function redeem(
  options: RedeemerOptions,
  redemption: RedemptionRow,
  caller?: Caller,
): Promise<RedeemOutcome> {
  const { store, now, log } = options;
  const listed = await lookUp(options, redemption);
  const result = 'company' in listed ? await attempt(options, listed) : listed;
  const tried = caller?.attempt ?? redemption.attempts;
  const next = redemptionTransition(result, { now: now(), attempts: tried });
  const transition: StoredTransition = {
    ...next,
    due_at: caller ? null : next.due_at,
    code: 'company' in listed ? listed.code : redemption.code,
    // Does not count as an attempt: a busy upstream uses up none of the few.
    attempts: redemption.attempts - (failureOf(result) === 'busy' ? 1 : 0),
  };
  const settle = (): Promise<boolean> => settleRedemption(store, redemption, transition, now());
  const settled = await persist(options, redemption.lease_until, settle);
  const fields = { id: redemption.id, state: transition.state, detail: transition.detail };
  if (!settled) log.warn('redemption.overtaken', fields);
  else if (transition.state === 'held' || transition.state === 'unconfirmed') {
    log.error(`redemption.${transition.state}`, fields);
  } else log.info(`redemption.${transition.state}`, fields);
  // A list that takes too long is a failure of the vendor too.
  const isAsked = 'company' in listed || failureOf(listed) === 'not_sent';
  return { result, isAsked, transition, isSettled: settled };
}

function failureOf(result: RedemptionResult): Failure | undefined {
  return result instanceof UpstreamError ? result.failure : undefined;
}

interface ListedUse {
  readonly company: string;
  /** In the spelling of the upstream's own list, if that is available. */
  readonly code: string;
}

async function lookUp(
  { codes, company: configured, now }: RedeemerOptions,
  redemption: RedemptionRow,
): Promise<ListedUse | RedemptionResult> {
  const { code } = redemption;
  const known = redemption.company === '' ? configured : redemption.company;
  const company = known ?? (await codes.onlyCompany());
  if (company === undefined) return new UpstreamError('setup', 'no company is configured');
  const listed = await codes.find(company, code);
  if (listed === undefined) {
    return { status: 'refused', reason: 'unknown', text: 'not in the list of promo codes' };
  }
  // Looking the code up may have taken as long as the lease. A worker that finds the lease over
  // takes the code for sent, and a person may settle it.
  if ((redemption.lease_until ?? 0) - now() < callTimeoutMs) {
    return new UpstreamError('not_sent', 'the list of promo codes took too long');
  }
  return { company, code: typeof listed === 'string' ? code : listed.code.code };
}

async function attempt(
  { upstream, log, deadline = deadlineByClock }: RedeemerOptions,
  use: ListedUse,
): Promise<RedemptionResult> {
  try {
    return await upstream.redeem(use, deadline(callTimeoutMs));
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    // A fault of our own does not say whether bytes left.
    log.error('redemption.fault', { error });
    return new UpstreamError('in_doubt', 'the adapter failed', { cause: error });
  }
}
