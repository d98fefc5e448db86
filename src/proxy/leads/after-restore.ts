import { type LeadState, sendableStates, unsentStates } from '../../contract/lead-states.ts';
import { heldUseStates } from '../../contract/redemption-states.ts';
import { type Store, type StoreTransaction, transact } from '../../store/store.ts';

export interface RestoreOptions {
  readonly now: number;
  /** Which vendors have a store of their own, which was not restored with ours. */
  readonly elsewhere: { readonly contacts: boolean; readonly promoCodes: boolean };
}

/** How many of each are in doubt now. */
export interface Doubts {
  readonly leads: number;
  readonly promo_codes: number;
}

/** Leads that can be sent, but only by a person. */
const sentOnByHand: readonly LeadState[] = sendableStates.filter(
  (state) => !unsentStates.includes(state),
);
const detail = 'restored from a backup: it may have been sent since';

/**
 * After a backup was restored: what was not sent when it was made may have been since. Such a lead
 * is tried again as one in doubt, so that the vendor's "double phone" is our own echo. Such a code
 * is not used a second time, and waits for a person. Leads that only a person sends again may have
 * been, too, and are treated so from then on. Late answers to calls from before change nothing.
 */
export function doubtRestored(store: Store, { now, elsewhere }: RestoreOptions): Promise<Doubts> {
  return transact(store, async (transaction) => ({
    leads: elsewhere.contacts ? await doubtLeads(transaction, now) : 0,
    promo_codes: elsewhere.promoCodes ? await doubtUses(transaction, now) : 0,
  }));
}

async function doubtLeads(transaction: StoreTransaction, now: number): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('leads')
    .set((lead) => ({
      state: 'in_doubt',
      doubts: lead('doubts', '+', 1),
      due_at: now,
      lease_until: null,
      fence: lead('fence', '+', 1),
      // In an encrypted store the text differs from row to row; the history has the rest.
      detail: null,
      updated_at: now,
    }))
    .where('state', 'in', unsentStates)
    .executeTakeFirstOrThrow();
  await transaction
    .updateTable('leads')
    .set((lead) => ({ doubts: lead('doubts', '+', 1) }))
    .where('state', 'in', sentOnByHand)
    .execute();
  return Number(numUpdatedRows);
}

async function doubtUses(transaction: StoreTransaction, now: number): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('redemptions')
    .set((redemption) => ({
      state: 'unconfirmed',
      due_at: null,
      lease_until: null,
      fence: redemption('fence', '+', 1),
      detail,
      updated_at: now,
    }))
    .where('state', 'in', heldUseStates)
    .executeTakeFirstOrThrow();
  // These need no person's attention: most are never sent again.
  await transaction
    .updateTable('redemptions')
    .set((redemption) => ({ attempts: redemption('attempts', '+', 1), detail }))
    .where('state', '=', 'released')
    .where('lead_ref', 'in', (query) =>
      query.selectFrom('leads').select('ref').where('state', 'in', sentOnByHand),
    )
    .execute();
  return Number(numUpdatedRows);
}
