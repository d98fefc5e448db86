import type { Selectable } from 'kysely';
import { type LeadState, resendableStates } from '../../contract/lead-states.ts';
import { withUnreadable } from '../../store/encryption/encrypted-columns.ts';
import type { PostbackTable } from '../../store/postback-table.ts';
import { pages } from '../../store/rows/pages.ts';
import type { LeadAttemptTable, LeadTable, RedemptionTable } from '../../store/schema.ts';
import { type Store, transact } from '../../store/store.ts';
import { reserveAgain } from '../outbox/reservations.ts';

/** A lead in the owner's hands. */
export type StoredLead = Selectable<LeadTable>;
export type LeadAttempt = Selectable<LeadAttemptTable>;

export interface LeadStory {
  readonly lead: StoredLead;
  readonly attempts: readonly LeadAttempt[];
  readonly redemption: Selectable<RedemptionTable> | undefined;
  /** What a tracker was told of it, or will be. */
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

/** The whole story of one lead; undefined where there is none. */
export async function showLead(store: Store, ref: string): Promise<LeadStory | undefined> {
  const shown = withUnreadable(store);
  const lead = await shown
    .selectFrom('leads')
    .selectAll()
    .where('ref', '=', ref)
    .executeTakeFirst();
  if (!lead) return undefined;
  const attempts = await shown
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
  /** It is delivered, a duplicate, on its way, or in its quiet time after a doubt. */
  | { readonly status: 'not_retried'; readonly state: LeadState };

/**
 * Puts a lead back on its way, with a schedule that begins anew. Its doubts stay counted, so that a
 * "double phone" which is our own echo is still known as one; a code that was released is reserved
 * again.
 */
export async function retryLead(store: Store, ref: string, now: number): Promise<RetryOutcome> {
  const state = (await sendAgain(store, { refs: [ref], from: resendable, now })).get(ref);
  if (state === undefined) return { status: 'unknown' };
  return resendable.has(state) ? { status: 'queued' } : { status: 'not_retried', state };
}

/**
 * As {@link retryLead}, in one transaction; answers which were in one of these states. Where all of
 * a state are meant, one that has left it meanwhile is not.
 */
export async function retryLeads(
  store: Store,
  refs: readonly string[],
  now: number,
  from: ReadonlySet<LeadState> = resendable,
): Promise<ReadonlySet<string>> {
  const states = await sendAgain(store, { refs, from, now });
  return new Set(refs.filter((ref) => isOf(from, states.get(ref))));
}

interface Again {
  readonly refs: readonly string[];
  readonly from: ReadonlySet<LeadState>;
  readonly now: number;
}

/** Answers what those that there are were before. */
function sendAgain(
  store: Store,
  { refs, from, now }: Again,
): Promise<ReadonlyMap<string, LeadState>> {
  return transact(store, async (transaction) => {
    const leads = await transaction
      .selectFrom('leads')
      .select(['ref', 'state'])
      .where('ref', 'in', refs)
      // In one order for all, so that none waits for another in a circle.
      .orderBy('ref')
      // So that no worker takes one between this look and the update.
      .forUpdate()
      .execute();
    const states = new Map(leads.map(({ ref, state }) => [ref, state]));
    const again = leads.filter(({ state }) => from.has(state)).map(({ ref }) => ref);
    if (again.length === 0) return states;
    await transaction
      .updateTable('leads')
      .set({ state: 'pending', attempts: 0, tried_since: now, due_at: now, updated_at: now })
      // It is in the story. What a receiver said of the person is no reason why leads are late.
      .set({ detail: null })
      .where('ref', 'in', again)
      .execute();
    const story = { at: now, attempt: 0, state: 'pending', detail: sentAgain } as const;
    await transaction
      .insertInto('lead_attempts')
      .values(again.map((ref) => ({ ref, ...story })))
      .execute();
    await reserveAgain(transaction, again, now);
    return states;
  });
}

function isOf(states: ReadonlySet<LeadState>, state: LeadState | undefined): boolean {
  return state !== undefined && states.has(state);
}
