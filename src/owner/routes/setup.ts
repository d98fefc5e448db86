import { Hono } from 'hono';
import { OwnerChecks, OwnerSetup } from '../../contract/owner/setup.ts';
import type { OwnerEnv } from '../env.ts';
import type { OwnerOptions } from '../options.ts';

/** The vendors are asked no more often, however many look. */
const checksFreshMs = 10_000;

/** `/v1/owner/setup`: what a landing page needs, and whether all is as it should be. */
export function setupRoutes({ setup, embedded, examine, now }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  let last: { readonly at: number; readonly checks: ReturnType<typeof examine> } | undefined;
  routes.get('/', (context) => {
    const { promoholder, promosSeru: promos_seru } = embedded;
    return context.json(OwnerSetup.parse({ ...setup(), embedded: { promoholder, promos_seru } }));
  });
  routes.get('/checks', async (context) => {
    if (!last || now() - last.at >= checksFreshMs) {
      const checks = examine();
      const begun = { at: now(), checks };
      last = begun;
      // What failed is not kept: the next who looks tries again.
      checks.catch(() => {
        if (last === begun) last = undefined;
      });
    }
    const { at } = last;
    const checks = await last.checks;
    return context.json(OwnerChecks.parse({ checks, checked_at: new Date(at).toISOString() }));
  });
  return routes;
}
