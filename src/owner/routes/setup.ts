import { Hono } from 'hono';
import { OwnerChecks, OwnerSetup } from '../../contract/owner/setup.ts';
import type { OwnerEnv } from '../env.ts';
import type { OwnerOptions } from '../options.ts';
import { toIso } from '../to-iso.ts';

/** The vendors are not asked more often than this. */
const checksFreshMs = 10_000;

/** `/v1/owner/setup`: what a landing page needs, and whether everything is in order. */
export function setupRoutes({ setup, providers, runChecks, now }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  let last: { readonly at: number; readonly checks: ReturnType<typeof runChecks> } | undefined;
  routes.get('/', (context) => context.json(OwnerSetup.parse({ ...setup(), providers })));
  routes.get('/checks', async (context) => {
    if (!last || now() - last.at >= checksFreshMs) {
      const checks = runChecks();
      const begun = { at: now(), checks };
      last = begun;
      // A failure is not kept: the next call tries again.
      checks.catch(() => {
        if (last === begun) last = undefined;
      });
    }
    const { at } = last;
    const checks = await last.checks;
    return context.json(OwnerChecks.parse({ checks, checked_at: toIso(at) }));
  });
  return routes;
}
