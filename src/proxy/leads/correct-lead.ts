import { isCorrectable, type LeadState, resendableStates } from '../../contract/lead-states.ts';
import type { CorrectLead } from '../../contract/owner/correct-lead.ts';
import { type CorrectableField, correctableNames } from '../../contract/owner/correctable-names.ts';
import type { Product } from '../../contract/product.ts';
import { withUnreadable } from '../../store/encryption/encrypted-columns.ts';
import { type Store, type StoreTransaction, transact } from '../../store/store.ts';
import { findSlug } from '../intake/catalogue.ts';
import { doubtsMax } from '../outbox/lead-transition.ts';
import type { StoredLead } from './leads.ts';
import { requeueLeads } from './requeue.ts';

export interface Correction {
  readonly ref: string;
  /** As the contract parses them. */
  readonly fields: CorrectLead;
  readonly products: readonly Product[];
  readonly now: number;
}

export type CorrectionOutcome =
  | { readonly status: 'queued'; readonly corrected: readonly CorrectableField[] }
  | { readonly status: 'unknown' }
  | { readonly status: 'unknown_product' }
  /** The lead has these values already. */
  | { readonly status: 'unchanged' }
  /** A call with its present values may have arrived. */
  | { readonly status: 'in_doubt' }
  | { readonly status: 'not_corrected'; readonly state: LeadState };

type CorrectedLead = Pick<StoredLead, 'ref' | 'state' | 'doubts' | CorrectableField>;

/**
 * Corrects what the visitor typed, and sends the lead on its way again. The old values are kept
 * nowhere: its history names the fields alone. Its key still stands for what the visitor sent, so a
 * browser that sends that again gets the same receipt.
 */
export function correctLead(store: Store, correction: Correction): Promise<CorrectionOutcome> {
  const { ref, products, now } = correction;
  const fields = withSlug(correction.fields, products);
  if (!fields) return Promise.resolve({ status: 'unknown_product' });
  return transact(store, async (transaction) => {
    // Values that cannot be decrypted can be corrected too.
    const lead = await withUnreadable(transaction)
      .selectFrom('leads')
      .select(['ref', 'state', 'doubts', 'first_name', 'last_name', 'phone', 'product'])
      .where('ref', '=', ref)
      // So that no worker claims it before the update.
      .forUpdate()
      .executeTakeFirst();
    if (!lead) return { status: 'unknown' };
    const { state } = lead;
    if (!resendableStates.includes(state)) return { status: 'not_corrected', state };
    if (!isCorrectable(lead)) return { status: 'in_doubt' };
    const given = correctableNames.filter((name) => fields[name] !== undefined);
    const corrected = given.filter((name) => fields[name] !== lead[name]);
    if (corrected.length === 0) return { status: 'unchanged' };

    const isOtherPhone = corrected.includes('phone');
    if (isOtherPhone) await redactPhone(transaction, ref, lead.phone);
    const detail = `corrected by hand: ${corrected.join(', ')}`;
    const changes = {
      ...Object.fromEntries(corrected.map((name) => [name, fields[name]])),
      doubts: isOtherPhone ? await doubtsLeft(transaction, lead) : lead.doubts,
      // The vendor's own words may quote what it refused.
      detail,
    };
    await requeueLeads(transaction, [ref], { note: detail, now, changes });
    return { status: 'queued', corrected };
  });
}

/** Removes a phone from the history: an owner's own vendor may have quoted it in a refusal. */
async function redactPhone(
  transaction: StoreTransaction,
  ref: string,
  phone: string,
): Promise<void> {
  const rows = await withUnreadable(transaction)
    .selectFrom('lead_attempts')
    .select(['id', 'ref', 'at', 'attempt', 'detail'])
    .where('ref', '=', ref)
    .execute();
  for (const { id, at, attempt, detail } of rows) {
    if (detail?.includes(phone) !== true) continue;
    await transaction
      .updateTable('lead_attempts')
      .set({ detail: detail.replaceAll(phone, '[digits]') })
      .where('id', '=', id)
      // Which row an encrypted text is of.
      .where('ref', '=', ref)
      .where('at', '=', at)
      .where('attempt', '=', attempt)
      .execute();
  }
}

/** Why a lead was not corrected, and what to do, as the text after a colon. */
export function whyNotCorrected(
  outcome: Extract<CorrectionOutcome, { status: 'unchanged' | 'in_doubt' | 'not_corrected' }>,
): string {
  switch (outcome.status) {
    case 'unchanged':
      return 'it says so already; to send it as it is, retry it';
    case 'in_doubt':
      return 'the vendor may have it as it was; look there first, and settle it with what you find';
    case 'not_corrected':
      return outcome.state === 'quarantined'
        ? 'it is quarantined; release it first'
        : `it is ${outcome.state}`;
  }
}

/** The fields with the product's slug; undefined if the product is not offered. */
function withSlug(fields: CorrectLead, products: readonly Product[]): CorrectLead | undefined {
  if (fields.product === undefined) return fields;
  const product = findSlug(products, fields.product);
  return product === undefined ? undefined : { ...fields, product };
}

/**
 * How many doubts may be about the new phone. Those in the history were about the old one, and a
 * refusal has answered them: if they still counted, a contact of somebody else would look like our
 * echo. A doubt that is not in the history is that of a restored backup, since which the new phone
 * may have been sent.
 */
async function doubtsLeft(
  transaction: StoreTransaction,
  { ref, doubts }: CorrectedLead,
): Promise<number> {
  const { count } = await transaction
    .selectFrom('lead_attempts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('ref', '=', ref)
    .where('state', '=', 'in_doubt')
    .executeTakeFirstOrThrow();
  return Math.max(0, Math.min(doubts, doubtsMax) - count);
}
