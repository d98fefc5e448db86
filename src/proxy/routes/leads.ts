import { Hono } from 'hono';
import { type LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import { formType, mediaType } from '../guards/body.ts';
import { readFields, requireJson } from '../guards/fields.ts';
import { requireIdempotencyKey } from '../guards/idempotency-key.ts';
import type { Deliveries } from '../outbox/deliveries.ts';
import { ProblemError } from '../problem-reply.ts';
import { jsonReply, replayHeaders, type ReplyHeaders } from '../replies.ts';
import type { RouteEnv } from './env.ts';
import { type FormPostOptions, replyToForm } from './lead-form-post.ts';

export interface LeadRouteOptions extends FormPostOptions {
  /** Given if the owner lets the visitor wait for the upstream. */
  readonly deliveries: Deliveries | undefined;
}

const formIsUrlencoded =
  `Send Content-Type: application/json; or, as a plain form, ${formType}: a <form> sends that ` +
  'if it has no enctype.';

/** How long a visitor waits for the upstream; after that the receipt will do. */
const deliveryDeadlineMs = 8000;

/** `POST /v1/leads`, from script as JSON and from a plain form. */
export function leadRoutes(options: LeadRouteOptions): Hono<RouteEnv> {
  const { intake, deliveries } = options;
  const routes = new Hono<RouteEnv>();
  routes.post('/', async (context) => {
    const request = context.req.raw;
    if (mediaType(request) === formType) {
      return replyToForm(options, request, context.env);
    }
    // First: a plain form of another encoding needs no key.
    requireJson(request, formIsUrlencoded);
    const key = requireIdempotencyKey(request);
    const lead = await readFields(request, LeadRequest, context.env);
    const visit = { ...context.env.visitor, action: 'lead' } as const;
    const { receipt, replayed } = await intake.accept(lead, { kind: 'script', key }, visit);
    const headers = replayHeaders(replayed);
    const contact = deliveries && (await contactOf(deliveries, receipt, headers));
    const status = contact ? 201 : 202;
    return jsonReply(contact ?? receipt, status, context.env.replyHeaders, headers);
  });
  return routes;
}

/**
 * The receipt with the contact; undefined if there is none yet. Throws `duplicate`, with these
 * headers.
 */
async function contactOf(
  deliveries: Deliveries,
  receipt: LeadReceipt,
  headers: ReplyHeaders = {},
): Promise<LeadReceipt | undefined> {
  const signal = AbortSignal.timeout(deliveryDeadlineMs);
  const delivery = await deliveries.wait(receipt.ref, signal);
  if (delivery?.state === 'duplicate') {
    const detail = 'Do not send it again: the vendor has a contact with this phone.';
    throw new ProblemError('duplicate', { detail, headers });
  }
  if (delivery?.state !== 'delivered') return undefined;
  const { contact_id } = delivery;
  return contact_id === null ? receipt : { ...receipt, contact_id };
}
