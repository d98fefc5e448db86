import { Hono } from 'hono';
import { OwnerDone, QuarantinedLeads, RetryLeads } from '../../contract/owner/many-leads.ts';
import { allLeads, purgeLeads, releaseLeads, retryLeads } from '../../proxy/index.ts';
import { emptyLog } from '../../store/empty-log.ts';
import { inChunks } from '../../store/rows/chunks.ts';
import type { Store } from '../../store/store.ts';
import type { OwnerEnv } from '../env.ts';
import { describeFilter, toFilter } from '../leads/lead-filter.ts';
import type { OwnerOptions } from '../options.ts';
import { readBody } from '../requests.ts';

type Filter = RetryLeads | QuarantinedLeads;
interface Bulk {
  readonly action: 'retry' | 'release' | 'purge';
  readonly filter: Filter;
  readonly audit: OwnerEnv['Variables']['audit'];
}
/** Returns the refs of those with which it was done: of those that are still in the state. */
type Work = (refs: readonly string[]) => Promise<ReadonlySet<string>>;

/** `POST /v1/owner/leads/{retry,release,purge}`: what a person does with all leads of a list. */
export function manyLeadsRoutes({ store, now, onDue, nextTurn }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  const doneOf = async ({ action, filter, audit }: Bulk, work: Work): Promise<OwnerDone> => {
    await audit(`leads.${action}`, describeBulk(filter));
    let count = 0;
    for await (const refs of inChunks(refsOf(store, filter, nextTurn))) {
      count += (await work(refs)).size;
      // At once: these stay on their way, even if a later batch fails.
      onDue();
      await nextTurn();
    }
    // Afterwards nobody can count them: they are gone, or among others.
    if (count > 0) await audit(`leads.${action}-done`, String(count));
    return { count };
  };
  routes.post('/retry', async (context) => {
    const filter = await readBody(context.req.raw, RetryLeads);
    const bulk: Bulk = { action: 'retry', filter, audit: context.get('audit') };
    const from = new Set([filter.state]);
    const done = await doneOf(bulk, (refs) => retryLeads(store, refs, now(), from));
    return context.json(OwnerDone.parse(done));
  });
  for (const [action, work] of [
    ['release', (refs) => releaseLeads(store, refs, now())],
    ['purge', (refs) => purgeLeads(store, refs)],
  ] as const satisfies readonly (readonly [string, Work])[]) {
    routes.post(`/${action}`, async (context) => {
      const filter = await readBody(context.req.raw, QuarantinedLeads);
      const done = await doneOf({ action, filter, audit: context.get('audit') }, work);
      if (action === 'purge') await emptyLog(store);
      return context.json(OwnerDone.parse(done));
    });
  }
  return routes;
}

function describeBulk(filter: Filter): string {
  return JSON.stringify({ ...describeFilter(filter), until: filter.until });
}

/**
 * The newest first, so that leads that come meanwhile are not included. Nor is a lead that has come
 * into this state since: the list did not show it.
 *
 * @yields {string} The ref of each.
 */
async function* refsOf(
  store: Store,
  { until, ...filter }: Filter,
  pause: () => Promise<void>,
): AsyncGenerator<string> {
  const { to = Infinity, ...rest } = toFilter(filter);
  const readAt = Date.parse(until);
  const end = Math.min(to, readAt + 1);
  for await (const { ref, updated_at } of allLeads(store, { ...rest, to: end }, pause)) {
    if (updated_at <= readAt) yield ref;
  }
}
