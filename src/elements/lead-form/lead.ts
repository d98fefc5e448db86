import type { Touch } from '../../contract/attribution.ts';
import type { LeadRequest } from '../../contract/lead.ts';
import { attributionOf, clickIdOf } from './attribution.ts';
import type { Draft } from './draft.ts';
import { type FieldName, normaliseField } from './fields.ts';
import type { PromoCode } from './promo-code.ts';

/** What a lead is made of. */
export interface LeadParts {
  readonly draft: Draft;
  readonly promoCode: PromoCode;
  readonly touch: Touch | undefined;
  /** In place of the touch's; the first that is not empty counts. */
  readonly clickIds: readonly (string | undefined)[];
  readonly product: string;
  /** Where the promo code names none. */
  readonly company: string | undefined;
  /** What the visitor agreed to; undefined where the form asks for nothing. */
  readonly consent: string | undefined;
  readonly locale: string;
}

/** No click id is longer; what is far too long the contract refuses, and that may cost no lead. */
const clickIdLengthMax = 1_000;

/** The lead as it is sent: what is not there is left out. */
export function createLead(parts: LeadParts): LeadRequest {
  const { draft, promoCode, touch, consent } = parts;
  const text = (name: FieldName): string => normaliseField(name, draft.values[name]);
  const clickId = [...parts.clickIds, clickIdOf(touch)].find(Boolean);
  const company = promoCode.company ?? parts.company;
  const attribution = attributionOf(touch);
  return {
    first_name: text('first_name'),
    last_name: text('last_name'),
    phone: text('phone'),
    product: parts.product,
    ...(clickId && { click_id: clickId.slice(0, clickIdLengthMax) }),
    ...(promoCode.value && { promo_code: promoCode.value }),
    ...(company && { company }),
    ...(consent !== undefined && { consent: true as const, consent_text: consent }),
    ...(attribution && { attribution }),
    locale: parts.locale,
  };
}
