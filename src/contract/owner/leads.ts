import * as z from 'zod/mini';
import { errorCode } from '../fields.ts';
import { type LeadState, leadStates } from '../lead-states.ts';
import { type RedemptionState, redemptionStates } from '../redemption-states.ts';
import { downloadId } from './download.ts';
import { type ExportFormat, exportFormat } from './export.ts';
import { OwnerPostback } from './postbacks.ts';
import { instant, pageLimit, optionalText } from './query.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A lead as its owner sees it. Instants are ISO 8601, in UTC. */
export interface OwnerLead {
  readonly ref: string;
  readonly received_at: string;
  readonly state: LeadState;
  readonly first_name: string;
  readonly last_name: string;
  /** ASCII digits. */
  readonly phone: string;
  readonly click_id: string;
  readonly product: string;
  readonly company: string | null;
  readonly promo_code: string | null;
  /** What became of the code; null if there is none. */
  readonly promo_code_state: RedemptionState | null;
  /** Why it was refused: `exhausted`. */
  readonly promo_code_reason: string | null;
  readonly consent: boolean;
  /** The text beside the checkbox, and when it was agreed to. */
  readonly consent_text: string | null;
  readonly consent_at: string | null;
  readonly locale: string | null;
  readonly contact_id: string | null;
  readonly attempts: number;
  readonly doubts: number;
  /** The upstream's last message, without secrets. */
  readonly detail: string | null;
  readonly due_at: string | null;
  readonly updated_at: string;
  readonly attribution: Fields | null;
  /** Where the click came from, in one word; null for leads from before this was stored. */
  readonly source: string | null;
  readonly extra: Fields | null;
  readonly signals: Fields | null;
  /** What makes it look like spam. */
  readonly spam: Fields | null;
}

const state = z.enum(leadStates);
const redemptionState = z.enum(redemptionStates);
const text = z.nullable(z.string());
const fields = z.nullable(z.record(z.string(), z.unknown()));
const leadShape = {
  ref: z.string(),
  received_at: z.string(),
  state,
  first_name: z.string(),
  last_name: z.string(),
  phone: z.string(),
  click_id: z.string(),
  product: z.string(),
  company: text,
  promo_code: text,
  promo_code_state: z.nullable(redemptionState),
  promo_code_reason: text,
  consent: z.boolean(),
  consent_text: text,
  consent_at: text,
  locale: text,
  contact_id: text,
  attempts: z.number(),
  doubts: z.number(),
  detail: text,
  due_at: text,
  updated_at: z.string(),
  attribution: fields,
  source: text,
  extra: fields,
  signals: fields,
  spam: fields,
};
export const OwnerLead: z.ZodMiniType<OwnerLead> = z.object(leadShape);

/** What became of the lead's promo code. */
export interface OwnerRedemption {
  readonly state: RedemptionState;
  readonly company: string;
  readonly code: string;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly attempts: number;
  readonly updated_at: string;
}

/** One attempt to send the lead, and what came of it. */
export interface OwnerAttempt {
  readonly at: string;
  readonly attempt: number;
  readonly state: LeadState;
  readonly detail: string | null;
}

/** One lead with its whole history, its attempts oldest first. */
export interface OwnerLeadStory extends OwnerLead {
  readonly redemption: OwnerRedemption | null;
  readonly history: readonly OwnerAttempt[];
  /** What was or will be reported to the tracker; empty if there is none. */
  readonly postbacks: readonly OwnerPostback[];
}
export const OwnerLeadStory: z.ZodMiniType<OwnerLeadStory> = z.object({
  ...leadShape,
  redemption: z.nullable(
    z.object({
      state: redemptionState,
      company: z.string(),
      code: z.string(),
      reason: text,
      detail: text,
      attempts: z.number(),
      updated_at: z.string(),
    }),
  ),
  history: z.array(z.object({ at: z.string(), attempt: z.number(), state, detail: text })),
  postbacks: z.array(OwnerPostback),
});

/** Parameters of `GET /v1/owner/leads`: leads that match all given ones. */
export interface OwnerLeadQuery {
  readonly state?: LeadState | undefined;
  readonly product?: string | undefined;
  /** Where the click came from: `google`, `direct`. */
  readonly source?: string | undefined;
  /** ISO 8601, the first instant. */
  readonly from?: string | undefined;
  /** ISO 8601, the first instant after. */
  readonly to?: string | undefined;
  /** A part of a name or of a phone, a ref, a contact's ID, a promo code or a click id. */
  readonly search?: string | undefined;
  /** `next` of the page before. */
  readonly before?: string | undefined;
  /** 1 to 100; 50 by default. */
  readonly limit?: number | undefined;
}
const filterShape = {
  state: z.optional(z.enum(leadStates, errorCode('format'))),
  product: optionalText(64),
  source: optionalText(64),
  from: z.optional(instant),
  to: z.optional(instant),
  search: optionalText(255),
};
export const OwnerLeadQuery: z.ZodMiniType<OwnerLeadQuery> = z.strictObject({
  ...filterShape,
  before: optionalText(64),
  limit: pageLimit,
});

/** Parameters of `GET /v1/owner/leads/export`. */
export interface OwnerExportQuery extends Omit<OwnerLeadQuery, 'before' | 'limit'> {
  /** `csv` by default. */
  readonly format?: ExportFormat | undefined;
  /** 32 random hex digits from the page, to ask for the progress of the download. */
  readonly download?: string | undefined;
}
export const OwnerExportQuery: z.ZodMiniType<OwnerExportQuery> = z.strictObject({
  ...filterShape,
  format: exportFormat,
  download: z.optional(downloadId),
});

/** Leads, the newest first. */
export interface OwnerLeadPage {
  readonly leads: readonly OwnerLead[];
  /**
   * `before` of the next page; null at the end. A page of a search may be shorter than its limit.
   */
  readonly next: string | null;
  /** How far back this page searched. */
  readonly searched_to: string | null;
  /** By the server's clock: leads that come later are new. */
  readonly read_at: string;
}
export const OwnerLeadPage: z.ZodMiniType<OwnerLeadPage> = z.object({
  leads: z.array(z.object(leadShape)),
  next: text,
  searched_to: text,
  read_at: z.string(),
});

/** What a person found out at the vendor about a lead that the server could not settle. */
export interface SettleLead {
  readonly state: 'delivered' | 'rejected';
  /** The contact's ID, for `delivered`. */
  readonly contact_id?: string | undefined;
}
export const SettleLead: z.ZodMiniType<SettleLead> = z
  .strictObject({
    state: z.enum(['delivered', 'rejected'], errorCode('format')),
    contact_id: z.optional(
      z
        .string()
        .check(z.minLength(1, errorCode('required')), z.maxLength(64, errorCode('too_long'))),
    ),
  })
  .check(
    z.refine(({ state: to, contact_id }) => (to === 'delivered') === (contact_id !== undefined), {
      ...errorCode('required'),
      path: ['contact_id'],
    }),
  );

/** What was erased, and what the vendor has to erase. */
export interface OwnerErasure {
  readonly leads: number;
  readonly contacts: number;
  /** Where the phone was typed as a code: in the journal, in uses and in leads. */
  readonly journal: number;
  /** Where it stays until a use that may still be sent is settled: erase it again then. */
  readonly codes_left: number;
  /** A real vendor's IDs of the contacts that it made. */
  readonly vendor_contacts: readonly string[];
  /** Leads that a real vendor has, or may have, under an ID that we do not know. */
  readonly vendor_unnamed: number;
  /** Phones of leads and contacts that may belong to the same person; this is not certain. */
  readonly similar_phones: readonly string[];
}
export const OwnerErasure: z.ZodMiniType<OwnerErasure> = z.object({
  leads: z.number(),
  contacts: z.number(),
  journal: z.number(),
  codes_left: z.number(),
  vendor_contacts: z.array(z.string()),
  vendor_unnamed: z.number(),
  similar_phones: z.array(z.string()),
});
