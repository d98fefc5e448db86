import * as z from 'zod/mini';
import type { Touch } from './attribution.ts';

/** How far a visitor came in a form before sending it, in this order. */
export const viewSteps = ['shown', 'started'] as const;
export type ViewStep = (typeof viewSteps)[number];

/** The part of a touch that says where the click came from. */
export type ClickOrigin = Pick<Touch, 'utm_source' | 'click_id_source' | 'referrer'>;

/**
 * `POST /v1/views`: a form came into view, or a visitor began to fill it in. It has nothing that
 * could identify a visitor; the proxy counts by words of closed lists.
 */
export interface ViewRequest {
  readonly step: ViewStep;
  /** As in a lead; empty or left out while the visitor has not chosen one. */
  readonly product?: string | undefined;
  /** Language that the visitor saw, BCP 47. */
  readonly locale?: string | undefined;
  readonly attribution?:
    | { readonly first?: ClickOrigin | undefined; readonly last?: ClickOrigin | undefined }
    | undefined;
}

const text = z.optional(z.string().check(z.maxLength(1000)));
const clickOrigin = z.optional(
  z.strictObject({ utm_source: text, click_id_source: text, referrer: text }),
);
export const ViewRequest: z.ZodMiniType<ViewRequest> = z.strictObject({
  step: z.enum(viewSteps),
  product: text,
  locale: text,
  attribution: z.optional(z.strictObject({ first: clickOrigin, last: clickOrigin })),
});

/** Languages of the forms' texts, by their tags: only these are counted. */
const languages: ReadonlySet<string> = new Set(
  'ar bn de en es fa fil fr he hi id it ja kk ko ms pl pt ro ru th tr uk vi zh-hans zh-hant'.split(
    ' ',
  ),
);

/** The language as it is counted: `other` for one without texts of ours, empty for none. */
export function viewLanguage(locale = ''): string {
  const tag = locale.toLowerCase();
  return tag === '' || languages.has(tag) ? tag : 'other';
}
