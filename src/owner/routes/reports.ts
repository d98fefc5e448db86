import { Hono } from 'hono';
import { Overview, OverviewQuery } from '../../contract/owner/overview.ts';
import { OwnerAuditPage, OwnerAuditQuery } from '../../contract/owner/session.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import { readAudit } from '../audit.ts';
import type { OwnerEnv } from '../env.ts';
import type { OwnerOptions } from '../options.ts';
import { readOverview } from '../reports/overview.ts';
import { lastSlots, type Slot } from '../reports/slots.ts';
import { parseRowNumber, readQuery } from '../requests.ts';

const auditPageSize = 100;

/** `/v1/owner/{overview,audit}` */
export function reportRoutes({ store, now, nextTurn, keptDays }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.get('/overview', async (context) => {
    const { by = 'day', timezone = 'UTC' } = readQuery(context.req.raw, OverviewQuery);
    const at = now();
    const slots = slotsOf(by, at, timezone);
    const overview = await readOverview(store, { slots, now: at, keptDays, nextTurn });
    return context.json(Overview.parse(overview));
  });
  routes.get('/audit', async (context) => {
    const { kind, before } = readQuery(context.req.raw, OwnerAuditQuery);
    const selection = { kind, before: parseRowNumber(before), limit: auditPageSize };
    const page = await readAudit(store, selection);
    return context.json(OwnerAuditPage.parse(page));
  });
  return routes;
}

function slotsOf(by: 'hour' | 'day', now: number, timezone: string): readonly Slot[] {
  try {
    return lastSlots(by, now, timezone);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ProblemError('invalid-fields', { errors: [{ field: 'timezone', code: 'format' }] });
  }
}
