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
  /** What became of the code; null where there is none. */
  readonly promo_code_state: RedemptionState | null;
  /** Why it was refused: `exhausted`. */
  readonly promo_code_reason: string | null;
  readonly consent: boolean;
  /** The words that stood beside the box, and when they came. */
  readonly consent_text: string | null;
  readonly consent_at: string | null;
  readonly locale: string | null;
  readonly contact_id: string | null;
  readonly attempts: number;
  readonly doubts: number;
  /** What the upstream said last, without secrets. */
  readonly detail: string | null;
  readonly due_at: string | null;
  readonly updated_at: string;
  readonly attribution: Fields | null;
  /** Where the click came from, in one word; null for leads from before it was kept. */
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

/** The whole story of one lead, its attempts oldest first. */
export interface OwnerLeadStory extends OwnerLead {
  readonly redemption: OwnerRedemption | null;
  readonly history: readonly OwnerAttempt[];
  /** What a tracker was told, or will be; empty where none is. */
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

/** Parameters of `GET /v1/owner/leads`: all that are given have to fit. */
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
  /** 1 to 100; 50 where it is left out. */
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
  /** `csv` where it is left out. */
  readonly format?: ExportFormat | undefined;
  /** 32 digits in hex that the page made up, to ask by how far the download is. */
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
  /** `before` of the next page; null at the end. A search may end a page before it is full. */
  readonly next: string | null;
  /** How far back this page looked. */
  readonly searched_to: string | null;
  /** By the server's clock: what comes later is news. */
  readonly read_at: string;
}
export const OwnerLeadPage: z.ZodMiniType<OwnerLeadPage> = z.object({
  leads: z.array(z.object(leadShape)),
  next: text,
  searched_to: text,
  read_at: z.string(),
});

/** What a person found out at the vendor about a lead that the machine could not settle. */
export interface SettleLead {
  readonly state: 'delivered' | 'rejected';
  /** The contact's ID, of `delivered`. */
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

/** What is gone of a person, and what the vendor has to erase. */
export interface OwnerErasure {
  readonly leads: number;
  readonly contacts: number;
  /** Where somebody had typed the phone for a code: in the journal, in uses and in leads. */
  readonly journal: number;
  /** Where it stays until a use that may still be sent is settled: to be erased again then. */
  readonly codes_left: number;
  /** What a real vendor calls the contacts that it made. */
  readonly vendor_contacts: readonly string[];
  /** Leads that a real vendor has, or may have, under a name that it did not tell. */
  readonly vendor_unnamed: number;
  /** Phones of leads and contacts that may be the same person's: nobody can tell for certain. */
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
