import { ClientError, type ClientFailure } from '../client/error.ts';
import type { FieldError } from '../contract/field-error.ts';
import type { LeadReceipt, LeadRequest } from '../contract/lead.ts';
import { problemStatus, type ProblemType } from '../contract/problem.ts';
import type { PromoCodeRequest, RedeemVerdict, Verdict } from '../contract/promo-code.ts';

/** A request of the client, as the stand-in for the proxy sees it. */
export interface DrillRequest<Body> {
  readonly body: Body;
  readonly signal: AbortSignal;
  /** The value of `Retry-After`, for drills that have the header. */
  readonly retryAfterMs: number;
}

/** Replaces `fetch`: returns a reply, never settles, or throws an error as `fetch` does. */
export type Answer<Body = unknown> = (request: DrillRequest<Body>) => Promise<Response>;

interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  readonly retryAfter?: boolean;
}

export const verdict =
  (give: (code: string) => Verdict): Answer<PromoCodeRequest> =>
  async ({ body }) =>
    Response.json(give(spelled(body.code)));

export const redemption =
  (give: (code: string) => RedeemVerdict): Answer<PromoCodeRequest> =>
  async ({ body }) =>
    Response.json(give(spelled(body.code)));

/** A stored lead; the receipt mentions the promo code if the lead has one. */
export const receipt =
  (give: (code: string) => Partial<LeadReceipt>): Answer<LeadRequest> =>
  async ({ body: { promo_code: code } }) => {
    const { promo_code: said, ...more } = give(spelled(code ?? ''));
    const stored: LeadReceipt = {
      ref: 'DRILL-1234',
      received_at: new Date().toISOString(),
      promo_code: code === undefined ? undefined : said,
      ...more,
    };
    return Response.json(stored, { status: 202 });
  };

export const problem =
  (type: ProblemType, { errors, retryAfter = false }: ProblemOptions = {}): Answer =>
  async ({ retryAfterMs }) => {
    const status = problemStatus[type];
    const headers = {
      'content-type': 'application/problem+json',
      ...(retryAfter && { 'retry-after': String(retryAfterMs / 1000) }),
    };
    return new Response(JSON.stringify({ type, title: type, status, errors }), { status, headers });
  };

/** A page of HTML, from something that is not the proxy. */
export const page =
  (status: number): Answer =>
  async () =>
    new Response('<!doctype html>', { status, headers: { 'content-type': 'text/html' } });

/** As `fetch` if nobody answers: pending until its signal aborts. */
export const silence: Answer = ({ signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

/** As `fetch` if the proxy cannot be reached. */
export const noConnection: Answer = async () => {
  throw new TypeError('Failed to fetch');
};

/** A failure that does not depend on the reply: the client's own error. */
export const failure =
  (failed: ClientFailure): Answer =>
  async () => {
    throw new ClientError(failed, { cause: new TypeError('Failed to fetch') });
  };

/** The code as a proxy's list spells it, which often differs from what the visitor typed. */
function spelled(code: string): string {
  return code.toUpperCase();
}
