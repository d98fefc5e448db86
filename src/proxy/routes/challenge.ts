import { Hono } from 'hono';
import type { Challenges } from '../limits/challenges.ts';
import { ProblemError, problemReply } from '../problem-reply.ts';
import type { RouteEnv } from './env.ts';

/**
 * `GET /v1/challenge`: one to solve ahead of a request. A request that has to bring one gets it
 * with the refusal.
 */
export function challengeRoutes(challenges: Challenges | undefined): Hono<RouteEnv> {
  const routes = new Hono<RouteEnv>();
  routes.get('/', async (context) => {
    // Without limits nobody is ever asked for one.
    if (!challenges) throw new ProblemError('not-found');
    const { site } = context.get('visit');
    return context.json(await challenges.create({ action: 'promo-code', site }));
  });
  routes.all('/', () => problemReply('method-not-allowed', { headers: { allow: 'GET, OPTIONS' } }));
  return routes;
}
