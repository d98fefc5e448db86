import type { Touch } from '../../contract/attribution.ts';
import type { LeadRequest } from '../../contract/lead.ts';
import { attributionOf, clickIdOf } from './attribution.ts';
import type { Draft } from './draft.ts';
import { type FieldName, normaliseField } from './fields.ts';
import type { PromoCode } from './promo-code.ts';

/** The parts of a lead. */
export interface LeadParts {
  readonly draft: Draft;
  readonly promoCode: PromoCode;
  readonly touch: Touch | undefined;
  /** Take precedence over the touch's; the first that is not empty counts. */
  readonly clickIds: readonly (string | undefined)[];
  readonly product: string;
  /** Used if the promo code names none. */
  readonly company: string | undefined;
  /** The text that the visitor agreed to; undefined if the form asks for no consent. */
  readonly consent: string | undefined;
  readonly locale: string;
}

/** No click id is longer. The contract refuses far longer ones; that must not cost a lead. */
const clickIdLengthMax = 1_000;

/** The lead as it is sent, without absent members. */
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
