import * as z from 'zod/mini';

/**
 * promoholder's HTTP API as its document has it. The types are exactly what our own server writes;
 * the schemas are what a client accepts, liberally: PHP writes a number as a string and an empty
 * object as `[]`, and leaves out what is null.
 */
export const promoholderPaths = {
  check: '/api/checkPromocode',
  companies: '/api/getCompanies',
  codes: '/api/getPromocodes',
} as const;

/** "All responses with "type": "error" are not registered in the API Journal": nothing was used. */
export const errorTexts = {
  tokenMissing: 'Token not passed',
  tokenInvalid: 'Invalid token',
  companyMissing: 'Company not passed',
  companyUnknown: 'Company not found',
  codeMissing: 'Code not passed',
} as const;

/** Why a check did not use the code, in our words. */
export const refusals = [
  'unknown',
  'inactive',
  'not_started',
  'expired',
  'exhausted',
  'other',
] as const;
export type Refusal = (typeof refusals)[number];

/** The same in the vendor's words: the document has the second, the others follow its style. */
export const refusalTexts: Readonly<Record<Refusal, string>> = {
  unknown: 'Promocode not found',
  inactive: 'Promocode is not active',
  not_started: 'Promocode has not started yet',
  expired: 'Promocode has expired',
  exhausted: 'Promocode limit is reached',
  other: 'Promocode period is invalid',
};

export interface ErrorReply {
  readonly type: 'error';
  readonly msg: string;
}

export interface CheckReply {
  readonly type: 'success';
  /** Whether this call used the code. */
  readonly msg: boolean;
  readonly reason: string | null;
}

export interface ListReply<T> {
  readonly type: 'success';
  /** Null if nothing was found. */
  readonly msg: T | null;
}

export interface CompanyEntry {
  readonly ID: string;
  readonly title: string;
  readonly promocodes: { readonly all: number; readonly active: number; readonly deactive: number };
}

export interface CodeEntry {
  readonly code: string;
  /** Uses that are left; null is unlimited. */
  readonly limit: number | null;
  /** `Area/Location`. */
  readonly timezone: string;
  /** `Y-m-d H:i:s` on the wall clock of `timezone`, or null. */
  readonly dtime_s: string | null;
  readonly dtime_f: string | null;
  readonly active: boolean;
}

/** Every reply: `type` decides, whatever the HTTP status, and even if an error has no text. */
export type Envelope =
  | { readonly type: 'success'; readonly msg?: unknown; readonly reason?: unknown }
  | { readonly type: 'error'; readonly msg: string };
export const Envelope: z.ZodMiniType<Envelope> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('success'),
    msg: z.optional(z.unknown()),
    reason: z.optional(z.unknown()),
  }),
  z.object({ type: z.literal('error'), msg: z.catch(z.string(), '') }),
]);

const wholeNumber = z.union([z.int(), z.string().check(z.regex(/^-?\d{1,15}$/))]);
const count = z.catch(wholeNumber, 0);
/** PHP may write a text that reads as a number as one. */
const textOrNumber = z.union([z.string().check(z.minLength(1)), z.int()]);
const nullishText = z.optional(z.nullable(z.string()));

/** A company as a vendor may write it; title and counts are only shown, so they may be missing. */
export interface ReadCompany {
  readonly ID: string | number;
  readonly title?: string | null | undefined;
  readonly promocodes?:
    | {
        readonly all: string | number;
        readonly active: string | number;
        readonly deactive: string | number;
      }
    | undefined;
}
export const ReadCompany: z.ZodMiniType<ReadCompany> = z.object({
  ID: textOrNumber,
  title: z.catch(nullishText, undefined),
  promocodes: z.catch(
    z.optional(z.object({ all: count, active: count, deactive: count })),
    undefined,
  ),
});

/** A promo code as a vendor may write it. */
export interface ReadCode {
  readonly code: string | number;
  readonly limit?: string | number | null | undefined;
  readonly timezone?: string | null | undefined;
  readonly dtime_s?: string | null | undefined;
  readonly dtime_f?: string | null | undefined;
  readonly active: boolean | 0 | 1 | '0' | '1';
}
export const ReadCode: z.ZodMiniType<ReadCode> = z.object({
  code: textOrNumber,
  limit: z.optional(z.nullable(wholeNumber)),
  timezone: nullishText,
  dtime_s: nullishText,
  dtime_f: nullishText,
  active: z.union([z.boolean(), z.literal([0, 1, '0', '1'])]),
});
