import * as z from 'zod/mini';
import { errorCode, typeError } from '../fields.ts';
import { type AttentionUseState, attentionUseStates } from '../redemption-states.ts';
import { downloadId } from './download.ts';
import { exportFormat } from './export.ts';
import type { OwnerExportQuery } from './leads.ts';
import { companyParameter, pageLimit, optionalText } from './query.ts';

/** A company of the embedded backend, with its promo codes counted. */
export interface OwnerCompany {
  readonly id: string;
  readonly title: string;
  readonly codes: { readonly all: number; readonly active: number; readonly inactive: number };
}
export const OwnerCompany: z.ZodMiniType<OwnerCompany> = z.object({
  id: z.string(),
  title: z.string(),
  codes: z.object({ all: z.number(), active: z.number(), inactive: z.number() }),
});

export interface OwnerCompanies {
  readonly companies: readonly OwnerCompany[];
  /** They and their codes are kept at a vendor, and are read only here. */
  readonly read_only: boolean;
}
export const OwnerCompanies: z.ZodMiniType<OwnerCompanies> = z.object({
  companies: z.array(OwnerCompany),
  read_only: z.boolean(),
});

export interface NewOwnerCompany {
  readonly title: string;
}
export const NewOwnerCompany: z.ZodMiniType<NewOwnerCompany> = z.strictObject({
  title: z.string(typeError),
});

/** The verdict that a visitor would get now; `unusable`: its zone or its times are invalid. */
const ownerCodeStates = [
  'valid',
  'inactive',
  'not_started',
  'expired',
  'exhausted',
  'unusable',
] as const;
export type OwnerCodeState = (typeof ownerCodeStates)[number];

/** A promo code. Times are `YYYY-MM-DD HH:MM:SS` on the wall clock of its zone. */
export interface OwnerCode {
  readonly company: string;
  readonly code: string;
  /** Uses that are left; null means no limit. */
  readonly limit: number | null;
  /** Of these, uses that are reserved for leads on their way. */
  readonly held: number;
  readonly timezone: string;
  readonly starts: string | null;
  readonly ends: string | null;
  readonly active: boolean;
  readonly state: OwnerCodeState;
}
const code = z.object({
  company: z.string(),
  code: z.string(),
  limit: z.nullable(z.number()),
  held: z.number(),
  timezone: z.string(),
  starts: z.nullable(z.string()),
  ends: z.nullable(z.string()),
  active: z.boolean(),
  state: z.enum(ownerCodeStates),
});
export const OwnerCode: z.ZodMiniType<OwnerCode> = code;

export interface OwnerCodeQuery {
  readonly company: string;
  /** Prefix of the code, regardless of case. */
  readonly search?: string | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  /** 1 to 100; 50 by default. */
  readonly limit?: number | undefined;
}
export const OwnerCodeQuery: z.ZodMiniType<OwnerCodeQuery> = z.strictObject({
  company: companyParameter,
  search: optionalText(255),
  after: optionalText(1024),
  limit: pageLimit,
});

export interface OwnerCodePage {
  readonly codes: readonly OwnerCode[];
  readonly next: string | null;
}
export const OwnerCodePage: z.ZodMiniType<OwnerCodePage> = z.object({
  codes: z.array(code),
  next: z.nullable(z.string()),
});

/** Parameters of `GET /v1/owner/codes/export`. */
export type OwnerCodeExportQuery = Pick<OwnerCodeQuery, 'company' | 'search'> &
  Pick<OwnerExportQuery, 'format' | 'download'>;
export const OwnerCodeExportQuery: z.ZodMiniType<OwnerCodeExportQuery> = z.strictObject({
  company: companyParameter,
  search: optionalText(255),
  format: exportFormat,
  download: z.optional(downloadId),
});

/** The terms of a company's code. The reply says in words what is wrong with them. */
interface CodeTerms {
  readonly company: string;
  readonly limit?: number | null | undefined;
  readonly timezone?: string | undefined;
  /** Null means none. */
  readonly starts?: string | null | undefined;
  readonly ends?: string | null | undefined;
}
// Empty does not mean none: a script with an unset variable would revive a code that has ended.
const time = z.string(typeError).check(z.minLength(1, errorCode('required')));
const terms = {
  company: z.string(typeError),
  limit: z.optional(z.nullable(z.number(typeError))),
  timezone: z.optional(z.string(typeError)),
  starts: z.optional(z.nullable(time)),
  ends: z.optional(z.nullable(time)),
};

export interface NewOwnerCode extends CodeTerms {
  readonly code: string;
}
export const NewOwnerCode: z.ZodMiniType<NewOwnerCode> = z.strictObject({
  ...terms,
  code: z.string(typeError),
});

/** Many codes at once, by a pattern: each `#` is a random letter or digit. */
export interface GenerateOwnerCodes extends CodeTerms {
  /** 1 to 10,000. */
  readonly count: number;
  readonly pattern?: string | undefined;
}
export const GenerateOwnerCodes: z.ZodMiniType<GenerateOwnerCodes> = z.strictObject({
  ...terms,
  count: z
    .int(typeError)
    .check(z.gte(1, errorCode('format')), z.lte(10_000, errorCode('too_long'))),
  pattern: z.optional(z.string(typeError)),
});
export interface GeneratedOwnerCodes {
  readonly codes: readonly string[];
}
export const GeneratedOwnerCodes: z.ZodMiniType<GeneratedOwnerCodes> = z.object({
  codes: z.array(z.string()),
});

/** Other terms for a code, or a pause. What is left out stays as it is; null means none. */
export interface ChangeOwnerCode extends CodeTerms {
  readonly code: string;
  /** False pauses it. */
  readonly active?: boolean | undefined;
}
export const ChangeOwnerCode: z.ZodMiniType<ChangeOwnerCode> = z
  .strictObject({
    ...terms,
    code: z.string(typeError),
    active: z.optional(z.boolean(typeError)),
  })
  .check(z.refine(saysWhat, { path: ['active'], ...errorCode('required') }));

/** Whether there is something to change. */
function saysWhat({ company: _company, code: _code, ...changes }: ChangeOwnerCode): boolean {
  return Object.values(changes).some((change) => change !== undefined);
}

/** Codes of one call of `POST /v1/owner/codes/activity`. */
export const codesAtOnceMax = 1000;
/** Bytes of a file of codes that one call takes. */
export const importBytesMax: number = 1024 * 1024;

/** `POST /v1/owner/codes/activity`: pauses many codes or activates them, all of them or none. */
export interface ManyOwnerCodes {
  readonly company: string;
  readonly codes: readonly string[];
  /** False pauses them. */
  readonly active: boolean;
}
export const ManyOwnerCodes: z.ZodMiniType<ManyOwnerCodes> = z.strictObject({
  company: z.string(typeError),
  codes: z
    .array(z.string(typeError).check(z.maxLength(255, errorCode('too_long'))), typeError)
    .check(
      z.minLength(1, errorCode('required')),
      z.maxLength(codesAtOnceMax, errorCode('too_long')),
    ),
  active: z.boolean(typeError),
});

/** The codes as they are now, and how many of them were changed. */
export interface ChangedOwnerCodes {
  readonly codes: readonly OwnerCode[];
  readonly changed: number;
}
export const ChangedOwnerCodes: z.ZodMiniType<ChangedOwnerCodes> = z.object({
  codes: z.array(code),
  changed: z.number(),
});

/** Ends a code now. */
export interface EndOwnerCode {
  readonly company: string;
  readonly code: string;
}
export const EndOwnerCode: z.ZodMiniType<EndOwnerCode> = z.strictObject({
  company: z.string(typeError),
  code: z.string(typeError),
});

/** A use of a promo code that waits for a person. */
export interface OwnerUse {
  readonly id: string;
  readonly company: string;
  readonly code: string;
  /** `unconfirmed`: sent, with an unknown outcome; `held`: not sent. */
  readonly state: AttentionUseState;
  readonly lead: string | null;
  readonly detail: string | null;
  readonly updated_at: string;
}
export interface OwnerUses {
  readonly uses: readonly OwnerUse[];
}
export const OwnerUses: z.ZodMiniType<OwnerUses> = z.object({
  uses: z.array(
    z.object({
      id: z.string(),
      company: z.string(),
      code: z.string(),
      state: z.enum(attentionUseStates),
      lead: z.nullable(z.string()),
      detail: z.nullable(z.string()),
      updated_at: z.string(),
    }),
  ),
});

/** What a person found out at the vendor about a use. */
export interface SettleUse {
  readonly state: 'redeemed' | 'refused';
}
export const SettleUse: z.ZodMiniType<SettleUse> = z.strictObject({
  state: z.enum(['redeemed', 'refused'], errorCode('format')),
});
