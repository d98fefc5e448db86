import { codeKey } from '../../contract/code.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import type { RedemptionState } from '../../store/schema.ts';
import { type Store, type StoreTransaction, transact } from '../../store/store.ts';
import { sha256 } from '../../store/digest.ts';
import { randomRef } from '../random-ref.ts';

/** A lead that may be stored: every field is as it will be sent. */
export interface AcceptedLead extends LeadRequest {
  readonly click_id: string;
}

export interface Intake {
  readonly lead: AcceptedLead;
  readonly keyHash: string;
  readonly fingerprint: string;
  readonly receipt: LeadReceipt;
  readonly now: number;
}

/**
 * What makes two requests the same: what the visitor said. Where the visitor came from, how long
 * it took and which language was shown may differ between a request and its retry after a reload.
 */
export function leadFingerprint(lead: AcceptedLead): Promise<string> {
  const { first_name, last_name, phone, click_id, product, promo_code, company, extra } = lead;
  const code = promo_code === undefined ? null : codeKey(promo_code);
  const fields: unknown[] = [
    first_name,
    last_name,
    phone,
    click_id,
    product,
    code,
    company ?? null,
  ];
  // Only where there are any: the keys of leads that have none outlive the version before these.
  const own = Object.entries(extra ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (own.length > 0) fields.push(own);
  return sha256(JSON.stringify(fields));
}

export function newReceipt(now: number, promoCode: LeadReceipt['promo_code']): LeadReceipt {
  return {
    ref: randomRef(),
    received_at: new Date(now).toISOString(),
    ...(promoCode ? { promo_code: promoCode } : {}),
  };
}

/**
 * Stores key, lead and redemption in one transaction: a lead is acknowledged after this commit
 * and never before it. False where the key is there already; then nothing was stored.
 *
 * The key's primary key decides between two requests at once, in any number of processes: the
 * second insert waits for the first transaction, and inserts only where that was rolled back.
 */
export function storeLead(store: Store, intake: Intake): Promise<boolean> {
  return transact(store, async (transaction) => {
    const { keyHash, fingerprint, receipt, now } = intake;
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('idempotency_keys')
      .values({
        key_hash: keyHash,
        fingerprint,
        reply: JSON.stringify(receipt),
        lead_ref: receipt.ref,
        created_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) return false;
    await insertLead(transaction, intake);
    await insertRedemption(transaction, intake);
    return true;
  });
}

async function insertLead(transaction: StoreTransaction, intake: Intake): Promise<void> {
  const { lead, receipt, now } = intake;
  await transaction
    .insertInto('leads')
    .values({
      ref: receipt.ref,
      received_at: now,
      first_name: lead.first_name,
      last_name: lead.last_name,
      phone: lead.phone,
      click_id: lead.click_id,
      product: lead.product,
      company: lead.company ?? null,
      promo_code: lead.promo_code ?? null,
      consent: lead.consent ? 1 : 0,
      attribution: asJson(lead.attribution),
      extra: asJson(lead.extra),
      signals: asJson(lead.signals),
      locale: lead.locale ?? null,
      state: 'pending',
      attempts: 0,
      doubts: 0,
      due_at: now,
      lease_until: null,
      fence: 0,
      contact_id: null,
      detail: null,
      updated_at: now,
    })
    .execute();
}

function asJson(value: object | undefined): string | null {
  return value === undefined || Object.keys(value).length === 0 ? null : JSON.stringify(value);
}

/** A code that the visitor was told is refused is never sent: what was said holds. */
async function insertRedemption(transaction: StoreTransaction, intake: Intake): Promise<void> {
  const { lead, receipt, now } = intake;
  if (lead.promo_code === undefined) return;
  const verdict = receipt.promo_code;
  const refused = verdict?.status === 'invalid' ? verdict.reason : null;
  const state: RedemptionState = refused === null ? 'waiting' : 'refused';
  await transaction
    .insertInto('redemptions')
    .values({
      id: `lead:${receipt.ref}`,
      lead_ref: receipt.ref,
      company: lead.company ?? '',
      code: lead.promo_code,
      state,
      attempts: 0,
      due_at: null,
      lease_until: null,
      fence: 0,
      reason: refused,
      detail: refused === null ? null : 'refused when the lead came in',
      created_at: now,
      updated_at: now,
    })
    .execute();
}
