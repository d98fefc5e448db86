import type { Selectable } from 'kysely';
import type {
  LeadAttemptTable,
  LeadState,
  LeadTable,
  RedemptionTable,
} from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';

/** A lead in the owner's hands. */
export type StoredLead = Selectable<LeadTable>;
export type LeadAttempt = Selectable<LeadAttemptTable>;

export interface LeadStory {
  readonly lead: StoredLead;
  readonly attempts: readonly LeadAttempt[];
  readonly redemption: Selectable<RedemptionTable> | undefined;
}

const pageSize = 500;

/**
 * All leads in the order in which they came, or those of one state; read page by page.
 *
 * @yields {StoredLead}
 */
export async function* listLeads(
  store: Store,
  { state }: { readonly state?: LeadState | undefined } = {},
): AsyncGenerator<StoredLead, void, undefined> {
  let page = await leadsAfter(store, { received_at: 0, ref: '' }, state);
  while (page.length > 0) {
    yield* page;
    const last = page.at(-1);
    page = last && page.length === pageSize ? await leadsAfter(store, last, state) : [];
  }
}

function leadsAfter(
  store: Store,
  last: Pick<StoredLead, 'received_at' | 'ref'>,
  state: LeadState | undefined,
): Promise<StoredLead[]> {
  const query = store
    .selectFrom('leads')
    .selectAll()
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('received_at', 'ref'), '>', tuple(last.received_at, last.ref)),
    )
    .orderBy('received_at')
    .orderBy('ref')
    .limit(pageSize);
  return (state === undefined ? query : query.where('state', '=', state)).execute();
}

/** The whole story of one lead; undefined where there is none. */
export async function showLead(store: Store, ref: string): Promise<LeadStory | undefined> {
  const lead = await store
    .selectFrom('leads')
    .selectAll()
    .where('ref', '=', ref)
    .executeTakeFirst();
  if (!lead) return undefined;
  const attempts = await store
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
  return { lead, attempts, redemption };
}

/** States from which a person can send a lead again; `pending` is only hastened. */
const retried: ReadonlySet<LeadState> = new Set(['rejected', 'held', 'dead', 'pending']);

export type RetryOutcome =
  | { readonly status: 'queued' }
  | { readonly status: 'unknown' }
  /** It is delivered, a duplicate, on its way, or in its quiet time after a doubt. */
  | { readonly status: 'not_retried'; readonly state: LeadState };

/**
 * Puts a lead back on its way. Its doubts stay counted, so that a "double phone" which is our
 * own echo is still known as one; a code that was released is reserved again.
 */
export function retryLead(store: Store, ref: string, now: number): Promise<RetryOutcome> {
  return store.transaction().execute(async (transaction): Promise<RetryOutcome> => {
    const lead = await transaction
      .selectFrom('leads')
      .select('state')
      .where('ref', '=', ref)
      .executeTakeFirst();
    if (!lead) return { status: 'unknown' };
    if (!retried.has(lead.state)) return { status: 'not_retried', state: lead.state };
    await transaction
      .updateTable('leads')
      .set({ state: 'pending', due_at: now, updated_at: now })
      .where('ref', '=', ref)
      .execute();
    await transaction
      .updateTable('redemptions')
      .set({ state: 'waiting', updated_at: now })
      .where('lead_ref', '=', ref)
      .where('state', '=', 'released')
      .execute();
    return { status: 'queued' };
  });
}
