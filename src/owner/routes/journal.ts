import { Hono } from 'hono';
import { findJournal } from '../../backend/index.ts';
import { OwnerJournal, OwnerJournalQuery } from '../../contract/owner/journal.ts';
import type { OwnerEnv } from '../env.ts';
import type { OwnerOptions } from '../options.ts';
import { formatRowNumber, parseRowNumber, readQuery } from '../requests.ts';

const pageSize = 100;

/** `GET /v1/owner/journal`, of the embedded backend. */
export function journalRoutes({ store }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.get('/journal', async (context) => {
    const { before, ...query } = readQuery(context.req.raw, OwnerJournalQuery);
    // A visitor may have typed a phone as a code.
    await context.get('audit')('journal.read', query.company);
    const { entries, next } = await findJournal(store, {
      ...query,
      before: parseRowNumber(before),
      limit: pageSize,
    });
    return context.json(OwnerJournal.parse({ entries, next: formatRowNumber(next) }));
  });
  return routes;
}
