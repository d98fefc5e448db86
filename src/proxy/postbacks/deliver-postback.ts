import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { CipherError } from '../../store/encryption/field-cipher.ts';
import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { type Deadline, deadlineByClock } from '../outbox/lease.ts';
import { persist, type PersistOptions } from '../outbox/persist.ts';
import type { PostbackStatuses } from './add-postback.ts';
import {
  type ClaimedPostback,
  type PostbackEnd,
  removePostback,
  settlePostback,
} from './postback-queue.ts';
import { postbackDelayMs } from './postback-schedule.ts';
import { readPostbackValues } from './postback-values.ts';
import { sendPostback } from './send-postback.ts';
import type { PostbackTemplate } from './template.ts';

/** For connection, request and reply. */
const timeoutMs = 10_000;

export interface PostbackDeliveryOptions extends PersistOptions {
  readonly store: Store;
  readonly template: PostbackTemplate;
  readonly statuses: PostbackStatuses;
  /** The proxy's: the click id of leads whose visitor came without one. */
  readonly defaultClickId: string;
  readonly fetch: FetchHandler;
  /** 0 to 1. */
  readonly random: () => number;
  readonly metrics?: Metrics | undefined;
  readonly deadline?: Deadline;
  readonly stopping: AbortSignal;
}

type Result =
  | { readonly status: 'sent' }
  | { readonly status: 'skipped'; readonly why: string }
  /** Aborted by ourselves. */
  | { readonly status: 'stopped' }
  | { readonly status: 'failed'; readonly error: UpstreamError | CipherError };

/** Resolves to true or to the error of the call; undefined if no call was made or counts. */
export async function deliverPostback(
  options: PostbackDeliveryOptions,
  claimed: ClaimedPostback,
): Promise<true | UpstreamError | undefined> {
  const { store, now, log } = options;
  const result = await attempt(options, claimed);
  if (result === undefined) {
    // The lead was erased, and this row with it. A server of an older version leaves the row.
    await removePostback(store, claimed);
    return undefined;
  }
  const end = endOf(result, claimed, options);
  const fields = { ref: claimed.lead_ref, state: claimed.state, attempt: claimed.attempts };
  // If this is not recorded, the tracker is called again after each lease.
  const settle = (): Promise<boolean> => settlePostback(store, claimed, end, now());
  if (await persist(options, claimed.due_at, settle)) report(options, result, end, fields);
  else log.warn('postback.overtaken', fields);
  if (result.status === 'sent') return true;
  if (result.status !== 'failed') return undefined;
  return result.error instanceof UpstreamError ? result.error : undefined;
}

async function attempt(
  options: PostbackDeliveryOptions,
  claimed: ClaimedPostback,
): Promise<Result | undefined> {
  const { template, fetch, stopping, deadline = deadlineByClock } = options;
  try {
    const values = await readPostbackValues(options, claimed);
    if (values === undefined) return undefined;
    if (typeof values === 'string') return { status: 'skipped', why: values };
    const url = template.urlOf(values);
    if (url === undefined) return { status: 'skipped', why: 'a value cannot stand in the path' };
    await sendPostback(url, { fetch, signal: AbortSignal.any([stopping, deadline(timeoutMs)]) });
    return { status: 'sent' };
  } catch (error) {
    if (error instanceof CipherError) return { status: 'failed', error };
    if (!(error instanceof UpstreamError)) throw error;
    return stopping.aborted ? { status: 'stopped' } : { status: 'failed', error };
  }
}

function endOf(
  result: Result,
  { attempts, created_at, tried_since }: ClaimedPostback,
  { now, random }: PostbackDeliveryOptions,
): PostbackEnd {
  const rest = { due_at: null, detail: null, attempts };
  switch (result.status) {
    case 'sent':
      return { ...rest, outcome: 'sent' };
    case 'skipped':
      return { ...rest, outcome: 'skipped', detail: result.why, attempts: attempts - 1 };
    case 'stopped':
      // Does not count as an attempt.
      return { ...rest, outcome: null, due_at: now(), attempts: attempts - 1 };
    case 'failed': {
      const { error } = result;
      const ageMs = now() - (tried_since ?? created_at);
      const delayMs = postbackDelayMs({ attempts, ageMs }, random());
      const detail = error.message;
      if (delayMs === undefined) return { ...rest, outcome: 'given_up', detail };
      const askedMs = error instanceof UpstreamError ? (error.retryAfterMs ?? 0) : 0;
      return { ...rest, outcome: null, detail, due_at: now() + Math.max(delayMs, askedMs) };
    }
  }
}

/** For the owner: neither URL nor click id. */
function report(
  { log, metrics }: PostbackDeliveryOptions,
  { status }: Result,
  { outcome, detail }: PostbackEnd,
  fields: Readonly<Record<string, unknown>>,
): void {
  if (status === 'stopped') return;
  metrics?.postback(outcome ?? 'failed');
  if (outcome === 'sent') log.info('postback.sent', fields);
  else if (outcome === 'skipped') log.info('postback.skipped', { ...fields, detail });
  else if (outcome === 'given_up') log.error('postback.given-up', { ...fields, detail });
  else log.warn('postback.failed', { ...fields, detail });
}
