import type { LeadState } from '../../contract/lead-states.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { addPostback, type PostbackStatuses } from '../postbacks/add-postback.ts';

/** The state that a lead has come to, as its history has it. */
interface ReachedState {
  readonly ref: string;
  readonly at: number;
  /** 0 if it was not a call: then it does not count for the vendor's health and delays. */
  readonly attempt: number;
  readonly state: LeadState;
  readonly detail: string | null;
}

/**
 * Records the state of a lead in its history, and what follows for its promo code and the tracker.
 * To be called in the transaction that changes the lead.
 */
export async function recordLeadState(
  transaction: StoreTransaction,
  reached: ReachedState,
  postbacks: PostbackStatuses,
): Promise<void> {
  const { ref, state, at: now } = reached;
  await transaction.insertInto('lead_attempts').values(reached).execute();
  const use = useAfter(state, now);
  if (use) {
    await transaction
      .updateTable('redemptions')
      .set({ ...use, updated_at: now })
      .where('lead_ref', '=', ref)
      .where('state', '=', 'waiting')
      .execute();
  }
  await addPostback(transaction, postbacks, { ref, state, now });
}

/**
 * What follows for a lead's promo code. It is used after the contact was made. A lead that makes no
 * contact uses no code, and releases the use that was held for it. If a person sends the lead
 * again, a use is held again.
 */
function useAfter(
  state: LeadState,
  now: number,
): { state: 'pending' | 'released'; due_at: number | null } | undefined {
  if (state === 'delivered') return { state: 'pending', due_at: now };
  if (state === 'duplicate' || state === 'rejected' || state === 'dead') {
    return { state: 'released', due_at: null };
  }
  return undefined;
}
