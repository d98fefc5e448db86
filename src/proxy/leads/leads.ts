import type { Selectable } from 'kysely';
import { type LeadState, resendableStates } from '../../contract/lead-states.ts';
import { withUnreadable } from '../../store/encryption/encrypted-columns.ts';
import type { PostbackTable } from '../../store/postback-table.ts';
import { pages } from '../../store/rows/pages.ts';
import type { LeadAttemptTable, LeadTable, RedemptionTable } from '../../store/schema.ts';
import { type Store, transact } from '../../store/store.ts';
import { lockLeads, requeueLeads } from './requeue.ts';

/** A lead as its owner reads it. */
export type StoredLead = Selectable<LeadTable>;
export type LeadAttempt = Selectable<LeadAttemptTable>;

export interface LeadDetails {
  readonly lead: StoredLead;
  readonly attempts: readonly LeadAttempt[];
  readonly redemption: Selectable<RedemptionTable> | undefined;
  /** What was or will be reported to a tracker. */
  readonly postbacks: readonly Selectable<PostbackTable>[];
}

/** All leads in the order in which they came, or those of one state; read page by page. */
export function listLeads(
  store: Store,
  { state }: { readonly state?: LeadState | undefined } = {},
): AsyncGenerator<StoredLead> {
  return pages<StoredLead>((last, limit) => {
    let query = withUnreadable(store).selectFrom('leads').selectAll();
    if (state !== undefined) query = query.where('state', '=', state);
    if (last) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('received_at', 'ref'), '>', tuple(last.received_at, last.ref)),
      );
    }
    return query.orderBy('received_at').orderBy('ref').limit(limit).execute();
  });
}

/** Reads one lead with its history; undefined if there is none. */
export async function readLead(store: Store, ref: string): Promise<LeadDetails | undefined> {
  const reader = withUnreadable(store);
  const lead = await reader
    .selectFrom('leads')
    .selectAll()
    .where('ref', '=', ref)
    .executeTakeFirst();
  if (!lead) return undefined;
  const attempts = await reader
    .selectFrom('lead_attempts')
    .selectAll()
    .where('ref', '=', ref)
    .orderBy('id')
    .execute();
  const redemption = await store
    .selectFrom('redemptions')
    .selectAll()
    .where('lead_ref', '=', ref)
    .executeTakeFirst();
  const postbacks = await store
    .selectFrom('postbacks')
    .selectAll()
    .where('lead_ref', '=', ref)
    .orderBy('created_at')
    .execute();
  return { lead, attempts, redemption, postbacks };
}

const resendable: ReadonlySet<LeadState> = new Set(resendableStates);
const sentAgain = 'sent again by hand';

export type RetryOutcome =
  | { readonly status: 'queued' }
  | { readonly status: 'unknown' }
  /** It is delivered, a duplicate, being sent, or waits after a doubt. */
  | { readonly status: 'not_retried'; readonly state: LeadState };

/**
 * Sends a lead again, with a schedule that starts from the beginning. Its doubts stay counted, so
 * that a "double phone" which is our own echo is still recognised.
 */
export async function retryLead(store: Store, ref: string, now: number): Promise<RetryOutcome> {
  const state = (await sendAgain(store, { refs: [ref], from: resendable, now })).get(ref);
  if (state === undefined) return { status: 'unknown' };
  return resendable.has(state) ? { status: 'queued' } : { status: 'not_retried', state };
}

/**
 * As {@link retryLead}, in one transaction. Resolves to those that were in one of the states
 * `from`: a lead that has left them since the caller read it is left alone.
 */
export async function retryLeads(
  store: Store,
  refs: readonly string[],
  now: number,
  from: ReadonlySet<LeadState> = resendable,
): Promise<ReadonlySet<string>> {
  const states = await sendAgain(store, { refs, from, now });
  return new Set([...states].flatMap(([ref, state]) => (from.has(state) ? ref : [])));
}

interface Again {
  readonly refs: readonly string[];
  readonly from: ReadonlySet<LeadState>;
  readonly now: number;
}

/** Returns the previous state of each lead that exists. */
function sendAgain(
  store: Store,
  { refs, from, now }: Again,
): Promise<ReadonlyMap<string, LeadState>> {
  return transact(store, async (transaction) => {
    const leads = await lockLeads(transaction, refs);
    const again = leads.filter(({ state }) => from.has(state)).map(({ ref }) => ref);
    // The last detail stays in the history. What a receiver said of one person must not be shown
    // as the reason why leads are late.
    await requeueLeads(transaction, again, { note: sentAgain, now });
    return new Map(leads.map(({ ref, state }) => [ref, state]));
  });
}
