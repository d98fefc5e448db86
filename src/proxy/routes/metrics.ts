import { Hono } from 'hono';
import type { Store } from '../../store/store.ts';
import { exposition, expositionType, type Family } from '../metrics/exposition.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { WaitingLeads } from '../metrics/waiting-leads.ts';
import { paths } from '../paths.ts';

export interface MetricsRouteOptions {
  readonly store: Store;
  readonly metrics: Metrics;
  readonly now: () => number;
}

/**
 * `GET /metrics`: Prometheus text. Open like the health checks, because a collector has no token of
 * ours. It has counts in it, and nothing about a person.
 */
export function metricsRoutes({ store, metrics, now }: MetricsRouteOptions): Hono {
  const routes = new Hono();
  const waiting = new WaitingLeads(store, now);
  routes.get(paths.metrics, async (context) => {
    const stored = await waiting.families().catch(() => undefined);
    const families = [...metrics.families, storeFamily(stored !== undefined), ...(stored ?? [])];
    return context.body(exposition(families), 200, { 'content-type': expositionType });
  });
  return routes;
}

function storeFamily(isUp: boolean): Family {
  const value = isUp ? 1 : 0;
  const help = '1 where the database answers.';
  return { name: 'promo_lead_store_up', type: 'gauge', help, samples: [{ value }] };
}
