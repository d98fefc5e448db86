import type { Insertable } from 'kysely';
import { clickSource } from '../../contract/click-source.ts';
import { codeKey } from '../../contract/code.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import type { Verdict } from '../../contract/promo-code.ts';
import { toIso } from '../../contract/to-iso.ts';
import { transactTogether } from '../../store/commits/group-commit.ts';
import type { LeadTable, RedemptionTable } from '../../store/schema.ts';
import type { Store, StoreTransaction } from '../../store/store.ts';
import type { CheckedCode } from '../codes/verdicts.ts';
import { idOfLead } from '../outbox/redemption-queue.ts';
import { reserveUses } from '../outbox/reservations.ts';
import { timedRef } from '../random-ref.ts';
import type { SpamScore } from '../spam/spam-score.ts';
import {
  findDuplicates,
  lockContent,
  type PendingLead,
  recordContent,
} from './duplicate-submissions.ts';

/** A lead that may be stored: every field is as it will be sent. */
export interface AcceptedLead extends LeadRequest {
  readonly click_id: string;
}

export interface Intake extends PendingLead {
  readonly lead: AcceptedLead;
  /** The verdict on the lead's promo code. */
  readonly promoCode: CheckedCode | undefined;
  /** In quarantine a lead gets the same answer as any other, and is not sent. */
  readonly spam?: SpamScore | undefined;
  /** The receipt if no use of the code is left for the lead. */
  readonly refusal: LeadReceipt;
}

/** The verdict on a code whose last use was reserved for another lead. */
export const exhausted: Verdict = { status: 'invalid', reason: 'exhausted' };

export function newReceipt(now: number, promoCode: LeadReceipt['promo_code']): LeadReceipt {
  return {
    ref: timedRef(now),
    received_at: toIso(now),
    ...(promoCode ? { promo_code: promoCode } : {}),
  };
}

export type IntakeOutcome =
  | { readonly status: 'stored'; readonly receipt: LeadReceipt }
  | { readonly status: 'known' };

/**
 * Stores keys, leads and redemptions in one transaction: a lead is acknowledged after this commit
 * and never before it. Nothing is stored for a key that is there already, nor for one that comes
 * a second time. If a code has fewer uses left than leads come with it, the first ones get them. If
 * a plain form and its script send the same content, the second gets the first one's receipt.
 *
 * The key's primary key decides between two requests at once, in any number of processes: the
 * second insert waits for the first transaction, and inserts only if that was rolled back.
 */
export function storeLeads(
  store: Store,
  intakes: readonly Intake[],
): Promise<readonly IntakeOutcome[]> {
  const firsts = firstOfEachKey(intakes);
  return transactTogether(store, async (transaction) => {
    await lockContent(transaction, firsts);
    const newKeys = await insertKeys(transaction, firsts);
    const found = new Set(firsts.filter(({ keyHash }) => newKeys.has(keyHash)));
    const fresh = intakes.filter((intake) => found.has(intake));
    const duplicates = await findDuplicates(transaction, fresh);
    const stored = fresh.filter((intake) => !duplicates.has(intake));
    const refused = await refuseExhausted(transaction, stored);
    const answered = new Map(
      stored.map((intake) => [intake, refused.has(intake) ? withoutUse(intake) : intake]),
    );
    await insertLeads(transaction, [...answered.values()]);
    const receiptOf = (intake: Intake): LeadReceipt | undefined => answered.get(intake)?.receipt;
    await recordContent(transaction, { fresh, duplicates, receiptOf });
    return intakes.map((intake): IntakeOutcome => {
      const receipt = receiptOf(intake);
      return receipt ? { status: 'stored', receipt } : { status: 'known' };
    });
  });
}

/**
 * Reserves a use of each code that has a limit. A visitor who gets none is told so, and again at
 * each retry. A lead in quarantine reserves none: a flood of spam would exhaust the code for honest
 * visitors.
 */
async function refuseExhausted(
  transaction: StoreTransaction,
  intakes: readonly Intake[],
): Promise<ReadonlySet<Intake>> {
  const wanting = intakes.flatMap((intake) => {
    const { verdict, limit } = intake.promoCode ?? {};
    const isWanting = verdict?.status === 'valid' && !intake.spam?.isQuarantined;
    return limit && isWanting ? [{ intake, limit }] : [];
  });
  const refused = new Set<Intake>();
  for (const { intake } of await reserveUses(transaction, wanting)) {
    refused.add(intake);
    await transaction
      .updateTable('idempotency_keys')
      .set({ reply: JSON.stringify(intake.refusal) })
      .where('key_hash', '=', intake.keyHash)
      .execute();
  }
  return refused;
}

function withoutUse(intake: Intake): Intake {
  const promoCode = intake.promoCode && { ...intake.promoCode, verdict: exhausted };
  return { ...intake, promoCode, receipt: intake.refusal };
}

async function insertLeads(
  transaction: StoreTransaction,
  intakes: readonly Intake[],
): Promise<void> {
  if (intakes.length === 0) return;
  await transaction.insertInto('leads').values(intakes.map(leadRow)).execute();
  const redemptions = intakes.flatMap(redemptionRow);
  if (redemptions.length === 0) return;
  await transaction.insertInto('redemptions').values(redemptions).execute();
}

/** In one order for all processes, so that two with the same keys never wait for each other. */
function firstOfEachKey(intakes: readonly Intake[]): readonly Intake[] {
  const byKey = Map.groupBy(intakes, ({ keyHash }) => keyHash);
  return Array.from(byKey.values(), ([first]) => first)
    .filter((first) => first !== undefined)
    .toSorted((one, other) => (one.keyHash < other.keyHash ? -1 : 1));
}

/** Returns the keys that are new. */
async function insertKeys(
  transaction: StoreTransaction,
  intakes: readonly Intake[],
): Promise<ReadonlySet<string>> {
  const inserted = await transaction
    .insertInto('idempotency_keys')
    .values(
      intakes.map(({ keyHash, fingerprint, receipt, now }) => ({
        key_hash: keyHash,
        fingerprint,
        reply: JSON.stringify(receipt),
        lead_ref: receipt.ref,
        created_at: now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('key_hash')
    .execute();
  return new Set(inserted.map(({ key_hash }) => key_hash));
}

function leadRow({ lead, receipt, spam, now }: Intake): Insertable<LeadTable> {
  const isQuarantined = spam?.isQuarantined === true;
  return {
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
    // A text that nobody agreed to is not a consent.
    consent_text: lead.consent ? (lead.consent_text ?? null) : null,
    consent_at: lead.consent ? now : null,
    attribution: asJson(lead.attribution),
    source: clickSource(lead.attribution),
    extra: asJson(lead.extra),
    signals: asJson(lead.signals),
    spam: asJson(spam),
    locale: lead.locale ?? null,
    state: isQuarantined ? 'quarantined' : 'pending',
    attempts: 0,
    doubts: 0,
    due_at: isQuarantined ? null : now,
    lease_until: null,
    fence: 0,
    contact_id: null,
    detail: isQuarantined ? `looks like spam: ${spam.reasons.join(', ')}` : null,
    updated_at: now,
  };
}

function asJson(value: object | undefined): string | null {
  return value === undefined || Object.keys(value).length === 0 ? null : JSON.stringify(value);
}

/** A code of which the visitor was told that it is refused is never sent: that must hold. */
function redemptionRow(intake: Intake): Insertable<RedemptionTable>[] {
  const { lead, promoCode, receipt, spam, now } = intake;
  if (lead.promo_code === undefined) return [];
  const { verdict } = promoCode ?? {};
  const refused = verdict?.status === 'invalid' ? verdict.reason : null;
  const row: Insertable<RedemptionTable> = {
    id: idOfLead(receipt.ref),
    lead_ref: receipt.ref,
    company: promoCode?.company ?? lead.company ?? '',
    // In the list's spelling: when the code is sent, the list may be unavailable.
    code: verdict?.status === 'valid' ? verdict.code : lead.promo_code,
    code_key: codeKey(lead.promo_code),
    state: refused !== null ? 'refused' : spam?.isQuarantined ? 'released' : 'waiting',
    attempts: 0,
    due_at: null,
    lease_until: null,
    fence: 0,
    reason: refused,
    detail: refused === null ? null : 'refused when the lead came in',
    created_at: now,
    updated_at: now,
  };
  return [row];
}
