import { Hono } from 'hono';
import { OwnerUses, SettleUse } from '../../contract/owner/codes.ts';
import { type ByHandOutcome, retryRedemption, settleRedemptionByHand } from '../../proxy/index.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import { unconfirmedUses } from '../codes/unconfirmed-uses.ts';
import type { OwnerEnv } from '../env.ts';
import type { OwnerOptions } from '../options.ts';
import { readBody } from '../requests.ts';

/** `/v1/owner/uses`: uses of promo codes that wait for a person, embedded or at a vendor. */
export function useRoutes({ store, now, onDue }: OwnerOptions): Hono<OwnerEnv> {
  const routes = new Hono<OwnerEnv>();
  routes.get('/', async (context) => {
    // It has what visitors typed as codes, with their leads.
    await context.get('audit')('uses.read');
    return context.json(OwnerUses.parse({ uses: await unconfirmedUses(store) }));
  });
  routes.post('/:id/settle', async (context) => {
    const id = context.req.param('id');
    const { state } = await readBody(context.req.raw, SettleUse);
    await context.get('audit')(`use.settle-${state}`, id);
    requireDone(await settleRedemptionByHand(store, id, state, now()));
    return new Response(null, { status: 204 });
  });
  routes.post('/:id/retry', async (context) => {
    const id = context.req.param('id');
    await context.get('audit')('use.retry', id);
    requireDone(await retryRedemption(store, id, now()));
    onDue();
    return new Response(null, { status: 204 });
  });
  return routes;
}

function requireDone(outcome: ByHandOutcome<string>): void {
  if (outcome.status === 'unknown') {
    throw new ProblemError('not-found', { detail: 'There is no use of a code of this ID.' });
  }
  if (outcome.status === 'not_done') {
    throw new ProblemError('conflict', { detail: `The use is ${outcome.state}.` });
  }
}
