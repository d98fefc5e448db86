import { Hono } from 'hono';
import type { Store } from '../../store/store.ts';
import type { CodeLists } from '../codes/code-lists.ts';
import { contactsState } from '../leads/contacts-state.ts';
import { paths } from '../paths.ts';
import type { StoreHealth } from '../store-health.ts';

/** `GET /healthz`: the process runs. `GET /readyz`: it can take leads. */
export function healthRoutes({
  store,
  health,
  codes,
}: {
  readonly store: Store;
  readonly health: StoreHealth;
  readonly codes: CodeLists;
}): Hono {
  const routes = new Hono();
  routes.get(paths.health, (context) => context.json({ status: 'ok' }));
  routes.get(paths.readiness, async (context) => {
    const isStoring = await health.canWrite();
    // Reported only: an upstream that is away keeps no lead out.
    const contacts = isStoring ? await contactsState(store).catch(() => 'unknown') : 'unknown';
    const upstreams = { promo_codes: codes.state, contacts };
    const status = isStoring ? 'ready' : 'unavailable';
    return context.json(
      { status, store: isStoring ? 'ok' : 'failed', upstreams },
      isStoring ? 200 : 503,
    );
  });
  return routes;
}
