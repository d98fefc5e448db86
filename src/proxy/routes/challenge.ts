import { Hono } from 'hono';
import { challengeActions } from '../../contract/challenge.ts';
import type { Challenges } from '../limits/challenges.ts';
import { ProblemError, problemReply } from '../problem-reply.ts';
import type { RouteEnv } from './env.ts';

/**
 * `GET /v1/challenge`: one to solve ahead of a request, for a promo code or with `?action=lead` for
 * a lead. A request that has to bring one gets it with the refusal.
 */
export function challengeRoutes(challenges: Challenges | undefined): Hono<RouteEnv> {
  const routes = new Hono<RouteEnv>();
  routes.get('/', async (context) => {
    // Without limits nobody is ever asked for one.
    if (!challenges) throw new ProblemError('not-found');
    const wanted = context.req.query('action');
    const action = challengeActions.find((known) => known === wanted) ?? 'promo-code';
    return context.json(await challenges.create({ action, site: context.env.visitor.site }));
  });
  routes.all('/', () => problemReply('method-not-allowed', { headers: { allow: 'GET, OPTIONS' } }));
  return routes;
}
