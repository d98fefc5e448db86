/**
 * Readers for the proxy's replies, without a library.
 *
 * They accept and return what the contract's zod schemas do: `test/client/replies.test.ts` compares
 * the two over generated input. The schemas themselves stay on the server, because zod/mini alone
 * is 6.8 kB (brotli) and the whole budget of `<promo-code-input>` is 10 kB, of which lit takes 5.2
 * kB.
 */
import type { Challenge } from '../contract/challenge.ts';
import { type FieldError, fieldErrorCodes } from '../contract/field-error.ts';
import type { LeadReceipt } from '../contract/lead.ts';
import type { RedeemVerdict, Verdict } from '../contract/promo-code.ts';
import { reasonCodes } from '../contract/reason-code.ts';

/** Reads a parsed JSON value; returns `undefined` if it is not of the contract. */
export type Reader<T> = (value: unknown) => T | undefined;

export const readVerdict: Reader<Verdict> = (value) => {
  const { status, code, ends_at, reason } = ownFields(value);
  if (status === 'unchecked') return { status };
  if (status === 'invalid') return { status, reason: oneOf(reasonCodes, reason, 'other') };
  if (status !== 'valid' || !isString(code) || !isOptionalString(ends_at)) return undefined;
  return { status, code, ends_at };
};

export const readRedeemVerdict: Reader<RedeemVerdict> = (value) => {
  const { status, code, reason } = ownFields(value);
  if (status === 'unconfirmed') return { status };
  if (status === 'refused') return { status, reason: oneOf(reasonCodes, reason, 'other') };
  return status === 'redeemed' && isString(code) ? { status, code } : undefined;
};

export const readLeadReceipt: Reader<LeadReceipt> = (value) => {
  const { ref, received_at, promo_code, contact_id } = ownFields(value);
  if (!isString(ref) || !isString(received_at) || !isOptionalString(contact_id)) return undefined;
  const verdict = readVerdict(promo_code);
  if (promo_code !== undefined && !verdict) return undefined;
  return { ref, received_at, contact_id, promo_code: verdict };
};

/** The field errors of a problem; `undefined` if it has none. */
export const readFieldErrors: Reader<readonly FieldError[]> = (problem) => {
  const { errors } = ownFields(problem);
  if (!Array.isArray(errors)) return undefined;
  return (errors as unknown[]).flatMap((error) => {
    const { field, code } = ownFields(error);
    return isString(field) ? { field, code: oneOf(fieldErrorCodes, code, 'format') } : [];
  });
};

/** The challenge of a problem that asks for work first. Faults in it show when it is solved. */
export function readChallenge(problem: unknown): Challenge | undefined {
  return ownFields(problem)['challenge'] as Challenge | undefined;
}

/** The type of a problem; of any other reply, `undefined`. */
export function problemType(problem: unknown): unknown {
  return ownFields(problem)['type'];
}

/** Only a value's own fields: a polluted `Object.prototype` must not add any to a reply. */
function ownFields(value: unknown): Readonly<Record<string, unknown>> {
  return Object.assign(Object.create(null), value) as Record<string, unknown>;
}

/** A later proxy may know more words than this client. */
function oneOf<T>(words: readonly T[], word: unknown, otherwise: T): T {
  return words.find((known) => known === word) ?? otherwise;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isOptionalString(value: unknown): value is string | undefined {
  return value === undefined || isString(value);
}
