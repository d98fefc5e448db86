import { Hono } from 'hono';
import { OwnerChecks, OwnerSetup } from '../../contract/owner/setup.ts';
import { toIso } from '../../contract/to-iso.ts';
import type { OwnerEnv } from '../env.ts';
import { memoizeFor } from '../memoize-for.ts';
import type { OwnerOptions } from '../options.ts';

/** Within this time the vendors are asked once, however many people look. */
const checksMaxAgeMs = 10_000;

/** `/v1/owner/setup`: what a landing page needs, and whether everything is in order. */
export function setupRoutes({ setup, providers, runChecks, now }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  const checksOf = memoizeFor({ maxAgeMs: checksMaxAgeMs, load: runChecks, now });
  routes.get('/', (context) => context.json(OwnerSetup.parse({ ...setup(), providers })));
  routes.get('/checks', async (context) => {
    const { value: checks, loadedAt } = await checksOf();
    return context.json(OwnerChecks.parse({ checks, checked_at: toIso(loadedAt) }));
  });
  return routes;
}
