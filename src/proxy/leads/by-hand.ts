import type { Updateable } from 'kysely';
import { type LeadState, settleableStates } from '../../contract/lead-states.ts';
import {
  type AttentionUseState,
  attentionUseStates,
  type RedemptionState,
} from '../../contract/redemption-states.ts';
import type { RedemptionTable } from '../../store/schema.ts';
import { type Store, transact } from '../../store/store.ts';
import { recordLeadState } from '../outbox/record-lead-state.ts';
import type { RedemptionRow } from '../outbox/redemption-queue.ts';
import { reserveAgain } from '../outbox/reservations.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { waitsForPerson } from './needs-attention.ts';

/** What a person found out about a lead that the server could not settle. */
export type LeadDecision =
  | { readonly state: 'delivered'; readonly contactId: string }
  | { readonly state: 'rejected' };

/** What a person found out about the use of a promo code. */
export type RedemptionDecision = 'redeemed' | 'refused';

export type ByHandOutcome<State> =
  | { readonly status: 'done' }
  | { readonly status: 'unknown' }
  /** It is finished, or being sent. */
  | { readonly status: 'not_done'; readonly state: State };

const byHand = 'settled by hand';

/**
 * Records what a person found out about a lead, and what follows for its promo code. The fence
 * grows, so that a late answer to an attempt changes nothing. `postbacks`: which states are
 * reported to a tracker.
 */
export function settleLeadByHand(
  store: Store,
  ref: string,
  decision: LeadDecision,
  now: number,
  postbacks: PostbackStatuses = {},
): Promise<ByHandOutcome<LeadState>> {
  return transact(store, async (transaction) => {
    const { state } = decision;
    const contact = 'contactId' in decision ? { contact_id: decision.contactId } : {};
    const settled = await transaction
      .updateTable('leads')
      .set((lead) => ({
        ...contact,
        state,
        due_at: null,
        lease_until: null,
        fence: lead('fence', '+', 1),
        detail: byHand,
        updated_at: now,
      }))
      .where('ref', '=', ref)
      .where('state', 'in', settleableStates)
      .returning('ref')
      .executeTakeFirst();
    if (!settled) {
      const lead = await transaction
        .selectFrom('leads')
        .select('state')
        .where('ref', '=', ref)
        .executeTakeFirst();
      return notDone(lead);
    }
    // A rejected lead had released its code. With the contact it is reserved again.
    if (state === 'delivered') await reserveAgain(transaction, [ref], now);
    const reached = { ref, at: now, attempt: 0, state, detail: byHand };
    await recordLeadState(transaction, reached, postbacks);
    return { status: 'done' };
  });
}

interface UseNeedingAttention extends RedemptionRow {
  readonly state: AttentionUseState;
}

/** Redemptions that need a person's attention, the oldest first. */
export function listUsesNeedingAttention(store: Store): Promise<readonly UseNeedingAttention[]> {
  return store
    .selectFrom('redemptions')
    .selectAll()
    .$narrowType<{ state: AttentionUseState }>()
    .where(waitsForPerson)
    .orderBy('created_at')
    .execute();
}

/** Records whether a code was used, as a person found out from the vendor. */
export function settleRedemptionByHand(
  store: Store,
  id: string,
  decision: RedemptionDecision,
  now: number,
): Promise<ByHandOutcome<RedemptionState>> {
  const reason = decision === 'refused' ? 'other' : null;
  const change = { state: decision, reason, detail: byHand, updated_at: now };
  return changeRedemption(store, id, attentionUseStates, change);
}

/** Sends a redemption that certainly was not sent. One in doubt is never sent a second time. */
export function retryRedemption(
  store: Store,
  id: string,
  now: number,
): Promise<ByHandOutcome<RedemptionState>> {
  const change = { state: 'pending', attempts: 0, due_at: now, updated_at: now } as const;
  return changeRedemption(store, id, ['held'], change);
}

function changeRedemption(
  store: Store,
  id: string,
  from: readonly RedemptionState[],
  change: Updateable<RedemptionTable>,
): Promise<ByHandOutcome<RedemptionState>> {
  return transact(store, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('redemptions')
      .set((redemption) => ({ ...change, fence: redemption('fence', '+', 1) }))
      .where('id', '=', id)
      .where('state', 'in', from)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) return { status: 'done' };
    const redemption = await transaction
      .selectFrom('redemptions')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirst();
    return notDone(redemption);
  });
}

function notDone<State>(row: { readonly state: State } | undefined): ByHandOutcome<State> {
  return row ? { status: 'not_done', state: row.state } : { status: 'unknown' };
}
