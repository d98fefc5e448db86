import { Hono } from 'hono';
import { LeadChanges, LeadChangesQuery } from '../../contract/owner/lead-changes.ts';
import { OwnerLeadPage, OwnerLeadQuery, OwnerLeadStory } from '../../contract/owner/leads.ts';
import { toIso } from '../../contract/to-iso.ts';
import {
  findLeads,
  type LeadCursor,
  readLead,
  readLeadChanges,
  withCodes,
} from '../../proxy/index.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import type { OwnerEnv } from '../env.ts';
import { describeFilter, toFilter } from '../leads/lead-filter.ts';
import { leadRecord, leadStoryRecord } from '../leads/lead-record.ts';
import type { OwnerOptions } from '../options.ts';
import { readQuery, unknownLead } from '../requests.ts';

const pageSize = 50;

/** `/v1/owner/leads` */
export function leadRoutes({ store, now }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.get('/', async (context) => {
    const query = readQuery(context.req.raw, OwnerLeadQuery);
    const subject = JSON.stringify(describeFilter(query));
    await context.get('audit')('leads.read', subject === '{}' ? undefined : subject);
    const { limit = pageSize, before } = query;
    const page = { limit, before: parseCursor(before) };
    // A lead that comes while the list is read counts as new, even if the list has it.
    const readAt = now();
    const { leads, nextCursor } = await findLeads(store, toFilter(query), page);
    return context.json(
      OwnerLeadPage.parse({
        leads: (await withCodes(store, leads)).map(leadRecord),
        next: nextCursor ? formatCursor(nextCursor) : null,
        read_at: toIso(readAt),
        searched_to: nextCursor ? toIso(nextCursor.received_at) : null,
      }),
    );
  });
  routes.get('/news', async (context) => {
    const { since, refs, ...filter } = readQuery(context.req.raw, LeadChangesQuery);
    const { states, codes, ...changes } = await readLeadChanges(store, {
      ...filter,
      since: Date.parse(since),
      refs: refs?.split(',') ?? [],
    });
    const byRef = { states: Object.fromEntries(states), codes: Object.fromEntries(codes) };
    return context.json(LeadChanges.parse({ ...changes, ...byRef }));
  });
  routes.get('/:ref', async (context) => {
    const ref = context.req.param('ref');
    await context.get('audit')('lead.read', ref);
    const story = await readLead(store, ref);
    if (!story) throw unknownLead();
    return context.json(OwnerLeadStory.parse(leadStoryRecord(story)));
  });
  return routes;
}

function formatCursor({ received_at, ref }: LeadCursor): string {
  return `${received_at}-${ref}`;
}

function parseCursor(text: string | undefined): LeadCursor | undefined {
  if (text === undefined) return undefined;
  const [, receivedAt, ref] = /^(\d{1,15})-(\w{1,32})$/.exec(text) ?? [];
  if (receivedAt === undefined || ref === undefined) {
    throw new ProblemError('invalid-fields', { errors: [{ field: 'before', code: 'format' }] });
  }
  return { received_at: Number(receivedAt), ref };
}
