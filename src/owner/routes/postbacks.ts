import { Hono } from 'hono';
import { OwnerDone } from '../../contract/owner/many-leads.ts';
import { dismissGivenUp, retryGivenUp } from '../../proxy/index.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import type { OwnerEnv } from '../env.ts';
import type { OwnerOptions } from '../options.ts';

/** `POST /v1/owner/postbacks/{retry,dismiss}`: for all that were given up. */
export function postbackRoutes({ store, now, postbacks }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.post('/retry', async (context) => {
    await context.get('audit')('postbacks.retry');
    if (!postbacks) {
      const detail = 'No tracker is set. Set PROMO_LEAD_POSTBACK_URL, and start the server again.';
      throw new ProblemError('conflict', { detail });
    }
    const { length: count } = await retryGivenUp(store, { statuses: postbacks, now: now() });
    return context.json(OwnerDone.parse({ count }));
  });
  routes.post('/dismiss', async (context) => {
    await context.get('audit')('postbacks.dismiss');
    const { length: count } = await dismissGivenUp(store, now());
    return context.json(OwnerDone.parse({ count }));
  });
  return routes;
}
