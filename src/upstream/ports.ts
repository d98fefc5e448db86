import type { ReasonCode } from '../contract/reason-code.ts';

/** A company of the promo-code upstream; promo codes belong to one. */
export interface Company {
  readonly id: string;
  readonly title: string;
  readonly codes: { readonly all: number; readonly active: number; readonly inactive: number };
}

/** A promo code as the upstream lists it. */
export interface PromoCode {
  readonly code: string;
  /** Uses that are left; null is unlimited, 0 is used up. */
  readonly usesLeft: number | null;
  /** `Area/Location`: the time zone of the window. */
  readonly timezone: string;
  /** Local time `YYYY-MM-DD HH:MM:SS`, the first second of the window; null: no start. */
  readonly startsAt: string | null;
  /** The last second of the window, likewise; null: no end. */
  readonly endsAt: string | null;
  readonly active: boolean;
}

/** Codes of a list that no visitor can use, for its owner. */
export interface ListFaults {
  readonly count: number;
  /** The first such code, and why; without secrets. */
  readonly first: string;
}

/** An array is one; a long list may create its codes as they are read. */
export interface PromoCodeList extends Iterable<PromoCode> {
  readonly faults?: ListFaults | undefined;
}

export type Redemption =
  | { readonly status: 'redeemed' }
  /** `text` is the upstream's own, for the owner; `reason` is for the visitor. */
  | { readonly status: 'refused'; readonly reason: ReasonCode; readonly text: string };

/**
 * Where promo codes are kept. Every call throws {@link UpstreamError} when the upstream gives no
 * trustworthy answer.
 */
export interface PromoCodeUpstream {
  /** Costs no use. */
  companies(signal: AbortSignal): Promise<readonly Company[]>;
  /** Costs no use. */
  list(company: string, signal: AbortSignal): Promise<PromoCodeList>;
  /** Uses the code up once. Send it at most once for one intention. */
  redeem(
    request: { readonly company: string; readonly code: string },
    signal: AbortSignal,
  ): Promise<Redemption>;
}

/** A lead in the words of the contact upstream. */
export interface NewContact {
  /** Our reference, the same for each attempt at one lead, so that a receiver knows a retry. */
  readonly ref: string;
  readonly first_name: string;
  readonly last_name: string;
  /** ASCII digits. */
  readonly phone: string;
  readonly click_id: string;
  readonly product: string;
}

export type ContactOutcome =
  | { readonly status: 'created'; readonly id: string }
  /** The upstream has a contact with this phone. */
  | { readonly status: 'duplicate' }
  /** The upstream will never take this lead as it is; `text` is its own, for the owner. */
  | { readonly status: 'rejected'; readonly text: string };

/** Where leads go. Every call throws {@link UpstreamError} when there is no trustworthy answer. */
export interface ContactUpstream {
  /** Makes sure that the upstream accepts our credentials; creates no contact. */
  authenticate(signal: AbortSignal): Promise<void>;
  create(contact: NewContact, signal: AbortSignal): Promise<ContactOutcome>;
}
