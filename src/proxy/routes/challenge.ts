import { Hono } from 'hono';
import { challengeActions } from '../../contract/challenge.ts';
import type { Challenges } from '../limits/challenges.ts';
import { ProblemError } from '../problem-reply.ts';
import type { RouteEnv } from './env.ts';

/**
 * `GET /v1/challenge`: a challenge to solve before a request about a promo code, or with
 * `?action=lead` before a lead. A request that needs one also gets it with the refusal.
 */
export function challengeRoutes(challenges: Challenges | undefined): Hono<RouteEnv> {
  const routes = new Hono<RouteEnv>();
  routes.get('/', async (context) => {
    if (!challenges) throw new ProblemError('not-found');
    const wanted = context.req.query('action') ?? 'promo-code';
    const action = challengeActions.find((known) => known === wanted);
    if (!action) {
      throw new ProblemError('invalid-fields', {
        detail: `Ask for one of these actions: ${challengeActions.join(', ')}.`,
        errors: [{ field: 'action', code: 'unknown' }],
      });
    }
    return context.json(await challenges.create({ action, site: context.env.visitor.site }));
  });
  return routes;
}
