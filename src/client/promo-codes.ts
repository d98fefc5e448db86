import type { RedeemVerdict, Verdict } from '../contract/promo-code.ts';
import { type ClientOptions, createPost, type KeyOptions, type SignalOptions } from './post.ts';
import { readRedeemVerdict, readVerdict } from './replies.ts';

export interface CodeOptions extends SignalOptions {
  /** Company ID of the promoholder API. */
  readonly company?: string | undefined;
}

/** The calls that a promo-code field makes. */
export interface PromoCodeClient {
  /** Whether a code would be accepted now; consumes nothing. */
  validate(code: string, options?: CodeOptions): Promise<Verdict>;
  /** Uses a code up once. */
  redeem(code: string, options: CodeOptions & KeyOptions): Promise<RedeemVerdict>;
}

/** @throws {ClientError} `misconfigured`, if the endpoint cannot be used. */
export function createPromoCodeClient(options: ClientOptions): PromoCodeClient {
  const post = createPost(options);
  return {
    validate: (code, { company, signal } = {}) =>
      post('v1/promo-codes/validate', { code, company }, readVerdict, { signal }),
    redeem: (code, { company, ...keyOptions }) =>
      post('v1/promo-codes/redeem', { code, company }, readRedeemVerdict, keyOptions),
  };
}
