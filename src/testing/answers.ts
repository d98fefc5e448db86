import { ClientError, type ClientFailure } from '../client/error.ts';
import type { FieldError } from '../contract/field-error.ts';
import type { LeadReceipt, LeadRequest } from '../contract/lead.ts';
import { problemStatus, type ProblemType } from '../contract/problem.ts';
import type { PromoCodeRequest, RedeemVerdict, Verdict } from '../contract/promo-code.ts';

/** A request of the client, as what stands in for the proxy sees it. */
export interface DrillRequest<Body> {
  readonly body: Body;
  readonly signal: AbortSignal;
  /** What the drill puts into `Retry-After`, where it has that header. */
  readonly retryAfterMs: number;
}

/** In place of `fetch`: a reply, a silence, or an error as `fetch` throws it. */
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

/** A stored lead; the receipt speaks of the promo code where the lead has one. */
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

/** What stands at the address in place of the proxy. */
export const page =
  (status: number): Answer =>
  async () =>
    new Response('<!doctype html>', { status, headers: { 'content-type': 'text/html' } });

/** As `fetch` does where nobody answers: until its signal aborts. */
export const silence: Answer = ({ signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

/** As `fetch` does where there is no way to the proxy. */
export const noConnection: Answer = async () => {
  throw new TypeError('Failed to fetch');
};

/** What the client finds out by other means than the reply: the client's own error. */
export const failure =
  (failed: ClientFailure): Answer =>
  async () => {
    throw new ClientError(failed, { cause: new TypeError('Failed to fetch') });
  };

/** As a proxy's list has it: another spelling than the visitor's, often. */
function spelled(code: string): string {
  return code.toUpperCase();
}
