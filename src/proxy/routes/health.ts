import { Hono } from 'hono';
import type { Store } from '../../store/store.ts';
import type { CodeLists } from '../code-lists.ts';
import { elapsed } from '../elapsed.ts';

/** `GET /healthz`: the process lives. `GET /readyz`: it can take leads. */
export function healthRoutes({
  store,
  codes,
}: {
  readonly store: Store;
  readonly codes: CodeLists;
}): Hono {
  const routes = new Hono();
  routes.get('/healthz', (context) => context.json({ status: 'ok' }));
  routes.get('/readyz', async (context) => {
    const isStoring = await canStore(store);
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

/** Whoever asks waits no longer: Kubernetes, say, gives a probe one second. */
const patienceMs = 900;

/**
 * Tries a write that changes nothing: a standby and a file that is read-only can be read as well as
 * ever. Where no answer comes soon, none is waited for.
 */
async function canStore(store: Store): Promise<boolean> {
  const write = store
    .updateTable('leads')
    .set({ detail: null })
    .where('ref', '=', '')
    .execute()
    .then(
      () => true,
      () => false,
    );
  return Promise.race([write, elapsed(patienceMs).then(() => false)]);
}

/** From what befell the last lead that was tried: no call is made for a health check. */
async function contactsState(store: Store): Promise<'ok' | 'failing' | 'unknown'> {
  try {
    const last = await store
      .selectFrom('lead_attempts')
      .select('state')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!last) return 'unknown';
    const isAnswered = ['delivered', 'duplicate', 'rejected'].includes(last.state);
    return isAnswered ? 'ok' : 'failing';
  } catch {
    return 'unknown';
  }
}
