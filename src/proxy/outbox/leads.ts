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

/** All leads in the order in which they came, or those of one state; read page by page. */
export async function* listLeads(
  store: Store,
  { state }: { readonly state?: LeadState | undefined } = {},
): AsyncGenerator<StoredLead, void, undefined> {
  let last: StoredLead | undefined;
  for (;;) {
    const after = last;
    const page: StoredLead[] = await store
      .selectFrom('leads')
      .selectAll()
      .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'pending'))
      .$if(after !== undefined, (query) =>
        query.where(({ eb, refTuple, tuple }) =>
          eb(
            refTuple('received_at', 'ref'),
            '>',
            tuple(after?.received_at ?? 0, after?.ref ?? ''),
          ),
        ),
      )
      .orderBy('received_at')
      .orderBy('ref')
      .limit(pageSize)
      .execute();
    yield* page;
    last = page.at(-1);
    if (page.length < pageSize) return;
  }
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
const retried: readonly LeadState[] = ['rejected', 'held', 'dead', 'pending'];

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
    if (!retried.includes(lead.state)) return { status: 'not_retried', state: lead.state };
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
