import { Hono } from 'hono';
import type { Store } from '../../store/store.ts';
import type { CodeLists } from '../code-lists.ts';
import type { StoreHealth } from '../store-health.ts';

/** `GET /healthz`: the process lives. `GET /readyz`: it can take leads. */
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
  routes.get('/healthz', (context) => context.json({ status: 'ok' }));
  routes.get('/readyz', async (context) => {
    const isStoring = await health.canWrite();
    // An upstream that is away keeps no lead out: it is told, and changes nothing.
    const contacts = isStoring ? await contactsState(store) : 'unknown';
    const upstreams = { promo_codes: codes.state, contacts };
    const status = isStoring ? 'ready' : 'unavailable';
    return context.json(
      { status, store: isStoring ? 'ok' : 'failed', upstreams },
      isStoring ? 200 : 503,
    );
  });
  return routes;
}

/** From what befell the last lead that was tried: no call is made for a health check. */
async function contactsState(store: Store): Promise<'ok' | 'failing' | 'unknown'> {
  try {
    const last = await store
      .selectFrom('lead_attempts')
      .select(['state', 'attempt'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    // A person who lets a lead out of quarantine makes no call.
    if (!last || last.attempt === 0) return 'unknown';
    const isAnswered = ['delivered', 'duplicate', 'rejected'].includes(last.state);
    return isAnswered ? 'ok' : 'failing';
  } catch {
    return 'unknown';
  }
}
