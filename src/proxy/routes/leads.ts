import { Hono } from 'hono';
import { LeadRequest } from '../../contract/lead.ts';
import { mediaType } from '../guards/body.ts';
import { readJson, requireValid } from '../guards/fields.ts';
import { requireIdempotencyKey } from '../guards/idempotency-key.ts';
import type { LeadIntake } from '../lead-intake.ts';
import { type FormPostOptions, replyToForm } from './lead-form-post.ts';

export interface LeadRouteOptions extends FormPostOptions {
  readonly intake: LeadIntake;
}

/** `POST /v1/leads`, from script as JSON and from a plain form. */
export function leadRoutes(options: LeadRouteOptions): Hono {
  const { intake } = options;
  const routes = new Hono();
  routes.post('/', async (context) => {
    const request = context.req.raw;
    if (mediaType(request) === 'application/x-www-form-urlencoded') {
      return replyToForm(options, request);
    }
    const key = requireIdempotencyKey(request);
    const lead = intake.prepare(requireValid(await readJson(request, LeadRequest)));
    const { receipt, replayed } = await intake.accept(lead, key);
    if (replayed) context.header('Idempotent-Replayed', 'true');
    return context.json(receipt, 202);
  });
  return routes;
}
