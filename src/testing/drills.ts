import type { ClientFailure } from '../client/error.ts';
import { type FieldErrorCode, fieldErrorCodes } from '../contract/field-error.ts';
import type { LeadRequest } from '../contract/lead.ts';
import type { PromoCodeRequest, RedeemVerdict, Verdict } from '../contract/promo-code.ts';
import type { ReasonCode } from '../contract/reason-code.ts';
import {
  type Answer,
  failure,
  noConnection,
  page,
  problem,
  receipt,
  redemption,
  silence,
  verdict,
} from './answers.ts';

/** A stand-in for the proxy: an answer for each of the client's calls. */
export interface Drill {
  readonly validate: Answer<PromoCodeRequest>;
  readonly redeem: Answer<PromoCodeRequest>;
  readonly lead: Answer<LeadRequest>;
}

/** A field of a lead that a visitor sees, with an error that it can have. */
type FieldDrillName = `${FieldName}-${FieldErrorCode}`;
type FieldName = keyof LeadRequest & ('first_name' | 'last_name' | 'phone' | 'product' | 'consent');
const fields: readonly FieldName[] = ['first_name', 'last_name', 'phone', 'product', 'consent'];

/**
 * The states that can be shown. Those of the contract have the contract's name: a verdict, a
 * reason, a failure of the client, a field with its error. So a new name in the contract without a
 * drill is a type error below.
 */
export type DrillName =
  | Exclude<Verdict['status'], 'invalid'>
  | Exclude<RedeemVerdict['status'], 'refused'>
  | ReasonCode
  | ClientFailure
  | FieldDrillName
  /** The lead is stored, and the receipt does not mention a code. */
  | 'accepted'
  /** As with `leads.reply: delivered`: the receipt names the contact. */
  | 'delivered'
  /** No answer, ever: `checking` and `submitting`, for as long as you like. */
  | 'pending'
  | 'unavailable-retry-after'
  | 'valid-until';

const endsAt = '2030-12-31T16:59:00Z';

const fine: Drill = {
  validate: verdict((code) => ({ status: 'valid', code })),
  redeem: redemption((code) => ({ status: 'redeemed', code })),
  lead: receipt((code) => ({ promo_code: { status: 'valid', code } })),
};

/** The same answer to every call. */
function always(answer: Answer): Drill {
  return { validate: answer, redeem: answer, lead: answer };
}

function refusal(reason: ReasonCode): Drill {
  return {
    validate: verdict(() => ({ status: 'invalid', reason })),
    redeem: redemption(() => ({ status: 'refused', reason })),
    lead: receipt(() => ({ promo_code: { status: 'invalid', reason } })),
  };
}

const unchecked: Drill = {
  validate: verdict(() => ({ status: 'unchecked' })),
  // A redemption is never left open: if the list is unavailable, the proxy says so.
  redeem: problem('unavailable', { retryAfter: true }),
  lead: receipt(() => ({ promo_code: { status: 'unchecked' } })),
};

const fieldDrills = Object.fromEntries(
  fields.flatMap((field) =>
    fieldErrorCodes.map((code) => [
      `${field}-${code}`,
      { ...fine, lead: problem('invalid-fields', { errors: [{ field, code }] }) },
    ]),
  ),
) as Record<FieldDrillName, Drill>;

export const drills: Readonly<Record<DrillName, Drill>> = {
  valid: fine,
  'valid-until': {
    ...fine,
    validate: verdict((code) => ({ status: 'valid', code, ends_at: endsAt })),
  },
  unchecked,
  redeemed: fine,
  // Only a redemption can be in doubt.
  unconfirmed: { ...unchecked, redeem: redemption(() => ({ status: 'unconfirmed' })) },
  unknown: refusal('unknown'),
  inactive: refusal('inactive'),
  not_started: refusal('not_started'),
  expired: refusal('expired'),
  exhausted: refusal('exhausted'),
  other: refusal('other'),
  invalid: refusal('invalid'),
  pending: always(silence),
  aborted: always(failure('aborted')),
  offline: always(failure('offline')),
  unreachable: always(noConnection),
  timeout: always(silence),
  'bad-reply': always(page(200)),
  'too-many-requests': always(problem('too-many-requests', { retryAfter: true })),
  unavailable: always(problem('unavailable')),
  'unavailable-retry-after': always(problem('unavailable', { retryAfter: true })),
  refused: always(problem('origin-not-allowed')),
  misconfigured: always(page(404)),
  // These two need a key, and a validation has none.
  'in-progress': { ...always(problem('in-progress')), validate: fine.validate },
  'key-reused': { ...always(problem('idempotency-key-reused')), validate: fine.validate },
  duplicate: { ...fine, lead: problem('duplicate') },
  'invalid-fields': {
    ...always(problem('invalid-fields', { errors: [{ field: 'code', code: 'format' }] })),
    lead: problem('invalid-fields', {
      errors: [
        { field: 'first_name', code: 'format' },
        { field: 'phone', code: 'too_short' },
      ],
    }),
  },
  accepted: { ...fine, lead: receipt(() => ({})) },
  delivered: {
    ...fine,
    lead: receipt((code) => ({ promo_code: { status: 'valid', code }, contact_id: '1234' })),
  },
  ...fieldDrills,
};

/** Every drill. */
export const drillNames: readonly DrillName[] = Object.keys(drills) as DrillName[];
