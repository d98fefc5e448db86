import { Hono } from 'hono';
import { OwnerChecks, OwnerSetup } from '../../contract/owner/setup.ts';
import type { OwnerEnv } from '../env.ts';
import { memoizeFor } from '../memoize-for.ts';
import type { OwnerOptions } from '../options.ts';

/** Within this time the vendors are asked once, however many people look. */
const checksMaxAgeMs = 10_000;

/** `/v1/owner/setup`: what a landing page needs, and whether all is as it should be. */
export function setupRoutes({ setup, embedded, examine, now }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  const runChecks = memoizeFor({ maxAgeMs: checksMaxAgeMs, load: examine, now });
  routes.get('/', (context) => {
    const { promoholder, promosSeru: promos_seru } = embedded;
    return context.json(OwnerSetup.parse({ ...setup(), embedded: { promoholder, promos_seru } }));
  });
  routes.get('/checks', async (context) => {
    const { value: checks, loadedAt } = await runChecks();
    const checked_at = new Date(loadedAt).toISOString();
    return context.json(OwnerChecks.parse({ checks, checked_at }));
  });
  return routes;
}
