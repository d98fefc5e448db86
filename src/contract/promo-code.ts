import * as z from 'zod/mini';
import { normaliseCode } from './code.ts';
import { companyField, textField } from './fields.ts';
import { type ReasonCode, reasonCodes } from './reason-code.ts';

// A later proxy may know more reasons than this element.
const reason = z.catch(z.enum(reasonCodes), 'other');

/** `POST /v1/promo-codes/validate` and `/redeem`. */
export interface PromoCodeRequest {
  readonly code: string;
  /** Company ID of the promoholder API; by default the one that the proxy is configured with. */
  readonly company?: string | undefined;
}
export const PromoCodeRequest: z.ZodMiniType<PromoCodeRequest> = z.strictObject({
  code: textField({ normalise: normaliseCode, lengthMax: 255 }),
  company: companyField,
});

/** The result of validate, which consumes nothing. */
export type Verdict =
  | {
      readonly status: 'valid';
      /** The spelling of the upstream's own list. */
      readonly code: string;
      /** End of the window, an instant in ISO 8601. */
      readonly ends_at?: string | undefined;
    }
  | { readonly status: 'invalid'; readonly reason: ReasonCode }
  /** The list is not available now: the code is checked when the lead is sent. */
  | { readonly status: 'unchecked' };
export const Verdict: z.ZodMiniType<Verdict> = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('valid'),
    code: z.string(),
    ends_at: z.optional(z.string()),
  }),
  z.object({ status: z.literal('invalid'), reason }),
  z.object({ status: z.literal('unchecked') }),
]);

/** The result of redeem; `redeemed` has used the code up once. */
export type RedeemVerdict =
  | { readonly status: 'redeemed'; readonly code: string }
  | { readonly status: 'refused'; readonly reason: ReasonCode }
  /** In doubt: bytes were sent and no trustworthy answer came. Never sent twice. */
  | { readonly status: 'unconfirmed' };
export const RedeemVerdict: z.ZodMiniType<RedeemVerdict> = z.discriminatedUnion('status', [
  z.object({ status: z.literal('redeemed'), code: z.string() }),
  z.object({ status: z.literal('refused'), reason }),
  z.object({ status: z.literal('unconfirmed') }),
]);
