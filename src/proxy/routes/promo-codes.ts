import { type Context, Hono } from 'hono';
import { PromoCodeRequest, RedeemVerdict } from '../../contract/promo-code.ts';
import type { Reasons } from '../codes/reasons.ts';
import type { Verdicts } from '../codes/verdicts.ts';
import { readFields, requireJson } from '../guards/fields.ts';
import { requireIdempotencyKey } from '../guards/idempotency-key.ts';
import type { Floods } from '../limits/flood-limits.ts';
import { bucketNameOf, type Guesses } from '../limits/guess-limits.ts';
import type { DirectRedeemer } from '../outbox/direct-redeemer.ts';
import { paths } from '../paths.ts';
import { jsonReply, replayHeaders } from '../replies.ts';
import type { RouteEnv } from './env.ts';

export interface PromoCodeRouteOptions {
  readonly verdicts: Verdicts;
  readonly redeemer: DirectRedeemer;
  readonly floods: Pick<Floods, 'admitQuestion'>;
  readonly guesses: Guesses;
  /** The company of a request that names none. */
  readonly company: string | undefined;
  readonly reasons: Reasons;
}

/** `POST /v1/promo-codes/validate` and `/redeem`. */
export function promoCodeRoutes(options: PromoCodeRouteOptions): Hono<RouteEnv> {
  const { verdicts, redeemer, floods, guesses, reasons } = options;
  const routes = new Hono<RouteEnv>();
  const readQuestion = async ({ req, env }: Context<RouteEnv>) => {
    requireJson(req.raw);
    const request = await readFields(req.raw, PromoCodeRequest, env);
    const company = request.company ?? options.company;
    const visit = { ...env.visitor, action: 'promo-code' } as const;
    return { request, company, name: bucketNameOf(request.code, company), visit };
  };

  // Never reaches `checkPromocode`: that call uses a code up.
  routes.post(paths.validate, async (context) => {
    const { request, company, name, visit } = await readQuestion(context);
    await floods.admitQuestion(visit, name);
    const { verdict } = await guesses.guess(visit, name, () =>
      verdicts.check(company, request.code),
    );
    return jsonReply(reasons.of(verdict), 200, context.env.replyHeaders);
  });

  routes.post(paths.redeem, async (context) => {
    const key = requireIdempotencyKey(context.req.raw);
    const { request, name, visit } = await readQuestion(context);
    const { verdict, replayed } = await redeemer.redeem(request, key, async (answer) => {
      await floods.admitQuestion(visit, name);
      return guesses.guess(visit, name, answer, 'redemption');
    });
    const body = reasons.of(RedeemVerdict.parse(verdict));
    return jsonReply(body, 200, context.env.replyHeaders, replayHeaders(replayed));
  });

  return routes;
}
