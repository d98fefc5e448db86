import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
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
  /** The company of a use that was asked for before one was configured. */
  readonly company?: string | undefined;
  readonly deadline?: Deadline;
}

/** The row has the list's spelling from then on, as a verdict of validate does. */
type SpelledTransition = RedemptionTransition & Pick<RedemptionRow, 'code'>;

export interface RedeemOutcome {
  readonly result: RedemptionResult;
  readonly transition: SpelledTransition;
  /** False where the claim was overtaken: what is stored is another's. */
  readonly isSettled: boolean;
}

/**
 * Carries out one claimed redemption and records how it ended. The upstream gets the spelling of
 * its own list; a code that the list lacks is refused without a call.
 */
export async function redeem(
  options: RedeemerOptions,
  redemption: RedemptionRow,
): Promise<RedeemOutcome> {
  const { store, now, log } = options;
  const listed = await lookUp(options, redemption);
  const result = 'company' in listed ? await attempt(options, listed) : listed;
  const next = redemptionTransition(result, { now: now(), attempts: redemption.attempts });
  // Without a lead only its caller tries again: nobody waits for a verdict an hour later.
  const due_at = redemption.lead_ref === null ? null : next.due_at;
  const { code } = 'company' in listed ? listed : redemption;
  const transition: SpelledTransition = { ...next, due_at, code };
  const settle = (): Promise<boolean> => settleRedemption(store, redemption, transition, now());
  const settled = await persist(options, redemption.lease_until, settle);
  const fields = { id: redemption.id, state: transition.state, detail: transition.detail };
  if (!settled) log.warn('redemption.overtaken', fields);
  else if (transition.state === 'held' || transition.state === 'unconfirmed') {
    log.error(`redemption.${transition.state}`, fields);
  } else log.info(`redemption.${transition.state}`, fields);
  return { result, transition, isSettled: settled };
}

interface ListedUse {
  readonly company: string;
  /** In the spelling of the upstream's own list, where that could be had. */
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
  // To look the code up may have taken as long as the lease: whoever finds that run out takes the
  // code for sent, and a person may settle it.
  if ((redemption.lease_until ?? 0) - now() < callTimeoutMs) {
    return new UpstreamError('not_sent', 'the list of promo codes took too long');
  }
  return { company, code: listed === 'unavailable' ? code : listed.code.code };
}

async function attempt(
  { upstream, log, deadline = deadlineByClock }: RedeemerOptions,
  use: ListedUse,
): Promise<RedemptionResult> {
  try {
    return await upstream.redeem(use, deadline(callTimeoutMs));
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    // A fault of our own says nothing of whether bytes left.
    log.error('redemption.fault', { error });
    return new UpstreamError('in_doubt', 'the adapter failed', { cause: error });
  }
}
