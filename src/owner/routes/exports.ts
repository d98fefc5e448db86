import { Hono } from 'hono';
import { OwnerDownload } from '../../contract/owner/download.ts';
import { OwnerExportQuery } from '../../contract/owner/leads.ts';
import { allLeads, eachWithCode, type LeadWithCode } from '../../proxy/index.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import type { OwnerEnv } from '../env.ts';
import type { Downloads } from '../exports/downloads.ts';
import { exportReply, fileName } from '../exports/export-reply.ts';
import { describeFilter, toFilter } from '../leads/lead-filter.ts';
import { leadColumns, leadRecord } from '../leads/lead-record.ts';
import type { OwnerOptions } from '../options.ts';
import { readQuery } from '../requests.ts';

/** `/v1/owner/leads/export`, and how far downloads are: `/v1/owner/downloads/:id`. */
export function exportRoutes(
  { store, csvRecord, nextTurn }: OwnerOptions,
  downloads: Downloads,
): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.get('/leads/export', async (context) => {
    const { format = 'csv', download, ...query } = readQuery(context.req.raw, OwnerExportQuery);
    const subject = JSON.stringify({ format, ...describeFilter(query) });
    await context.get('audit')('leads.export', subject);
    const all = records(eachWithCode(store, allLeads(store, toFilter(query), nextTurn)));
    const rows = download === undefined ? all : downloads.count(download, all);
    const given = { name: nameOf(query), format, columns: leadColumns, csvRecord, nextTurn };
    return exportReply(rows, context.req.raw, given);
  });
  routes.get('/downloads/:id', (context) => {
    const download = downloads.get(context.req.param('id'));
    // It may run on another server of the same store.
    if (!download) throw new ProblemError('not-found', { detail: 'No such download runs here.' });
    return context.json(OwnerDownload.parse(download));
  });
  return routes;
}

/** What the file has, but not the text searched for: `leads-held-gym-from-2026-11-01`. */
function nameOf({ state, product, source, search, from, to }: OwnerExportQuery): string {
  const parts = [
    state,
    product,
    source,
    search === undefined ? undefined : 'search',
    from === undefined ? undefined : `from-${dayOf(from, 0)}`,
    to === undefined ? undefined : `to-${dayOf(to, -1)}`,
  ];
  return fileName('leads', ...parts);
}

/** The day of an instant plus some ms, in the offset that the instant was given with. */
function dayOf(instant: string, moreMs: number): string {
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(instant) ?? [];
  const offsetMs = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(Date.parse(instant) + offsetMs + moreMs).toISOString().slice(0, 10);
}

async function* records(leads: AsyncIterable<LeadWithCode>): AsyncGenerator<object> {
  for await (const lead of leads) yield leadRecord(lead);
}
