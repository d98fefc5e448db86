/**
 * The replies of the proxy, read by hand.
 *
 * They accept and return exactly what the contract's zod schemas do: `test/client/replies.test.ts`
 * holds the two side by side over generated input. The schemas themselves stay on the server,
 * because zod/mini alone is 6.8 kB (brotli) and the whole budget of `<promo-code-input>` is 10 kB,
 * of which lit takes 5.3 kB.
 */
import type { LeadReceipt } from '../contract/lead.ts';
import type { FieldError, FieldErrorCode, Problem } from '../contract/problem.ts';
import type { ReasonCode, RedeemVerdict, Verdict } from '../contract/promo-code.ts';

/** Reads a parsed JSON value; `undefined` says that it is not of the contract. */
export type Reader<T> = (value: unknown) => T | undefined;

type Fields = Readonly<Record<string, unknown>>;

const reasonCodes: Record<ReasonCode, true> = {
  unknown: true,
  inactive: true,
  not_started: true,
  expired: true,
  exhausted: true,
  other: true,
  invalid: true,
};

const fieldErrorCodes: Record<FieldErrorCode, true> = {
  required: true,
  format: true,
  too_short: true,
  too_long: true,
  unknown: true,
};

export const readVerdict: Reader<Verdict> = (value) => {
  const fields = fieldsOf(value);
  switch (fields?.['status']) {
    case 'valid': {
      const { code, ends_at } = fields;
      if (!isString(code) || !isOptionalString(ends_at)) return undefined;
      return { status: 'valid', code, ...(ends_at !== undefined && { ends_at }) };
    }
    case 'invalid':
      return { status: 'invalid', reason: readReason(fields['reason']) };
    case 'unchecked':
      return { status: 'unchecked' };
    default:
      return undefined;
  }
};

export const readRedeemVerdict: Reader<RedeemVerdict> = (value) => {
  const fields = fieldsOf(value);
  switch (fields?.['status']) {
    case 'redeemed': {
      const { code } = fields;
      return isString(code) ? { status: 'redeemed', code } : undefined;
    }
    case 'refused':
      return { status: 'refused', reason: readReason(fields['reason']) };
    case 'unconfirmed':
      return { status: 'unconfirmed' };
    default:
      return undefined;
  }
};

export const readLeadReceipt: Reader<LeadReceipt> = (value) => {
  const { ref, received_at, promo_code, contact_id } = fieldsOf(value) ?? {};
  if (!isString(ref) || !isString(received_at) || !isOptionalString(contact_id)) return undefined;
  const verdict = promo_code === undefined ? undefined : readVerdict(promo_code);
  if (promo_code !== undefined && !verdict) return undefined;
  return {
    ref,
    received_at,
    ...(verdict && { promo_code: verdict }),
    ...(contact_id !== undefined && { contact_id }),
  };
};

export const readProblem: Reader<Problem> = (value) => {
  const { type, title, status, detail, errors } = fieldsOf(value) ?? {};
  if (!isString(type) || !isString(title) || !Number.isFinite(status)) return undefined;
  if (!isOptionalString(detail)) return undefined;
  const fieldErrors = errors === undefined ? undefined : readFieldErrors(errors);
  if (errors !== undefined && !fieldErrors) return undefined;
  return {
    type,
    title,
    status: status as number,
    ...(detail !== undefined && { detail }),
    ...(fieldErrors && { errors: fieldErrors }),
  };
};

function readFieldErrors(value: unknown): FieldError[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const errors: FieldError[] = [];
  for (const item of value as unknown[]) {
    const { field, code } = fieldsOf(item) ?? {};
    if (!isString(field)) return undefined;
    // A later proxy may know more codes than this client: those read as a wrong format.
    errors.push({ field, code: isKeyOf(fieldErrorCodes, code) ? code : 'format' });
  }
  return errors;
}

/** A later proxy may know more reasons than this client. */
function readReason(value: unknown): ReasonCode {
  return isKeyOf(reasonCodes, value) ? value : 'other';
}

/** A copy without a prototype: a polluted `Object.prototype` adds no field to a reply. */
function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.assign(Object.create(null), value) as Fields;
}

function isKeyOf<K extends string>(table: Record<K, true>, value: unknown): value is K {
  return isString(value) && Object.hasOwn(table, value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isOptionalString(value: unknown): value is string | undefined {
  return value === undefined || isString(value);
}
