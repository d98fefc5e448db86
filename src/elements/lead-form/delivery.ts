import { asClientError, type ClientFailure } from '../../client/error.ts';
import type { LeadClient } from '../../client/leads.ts';
import type { FieldError } from '../../contract/field-error.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import type { SubmissionKey } from './submission-key.ts';
import type { Notice } from './submission.ts';

interface Failed {
  readonly failure: ClientFailure;
  readonly retryAfterMs?: number | undefined;
}

export interface Accepted {
  readonly result: 'accepted';
  readonly receipt: LeadReceipt;
  readonly lead: LeadRequest;
  /** Another tab has reported it to the page before. */
  readonly isTold?: boolean;
}

/** The outcome of sending a lead. */
export type Delivery =
  | Accepted
  | { readonly result: 'refused'; readonly errors: readonly FieldError[] }
  | ({ readonly result: 'failed' } & Failed)
  /** The lead waits in the browser; `notice` says so in the visitor's language. */
  | ({ readonly result: 'queued'; readonly notice: Notice } & Failed);

/** Sends a lead, with a new key if its own was already used. Never rejects. */
export type Deliver = (
  client: LeadClient,
  lead: LeadRequest,
  key: SubmissionKey,
) => Promise<Delivery>;

export const deliver: Deliver = async (client, lead, key) => {
  const delivery = await send(client, lead, key.for(lead));
  if (!isKeyReused(delivery)) return delivery;
  key.use(undefined);
  return send(client, lead, key.for(lead));
};

/**
 * A field was changed after an answer was lost, and the first lead did arrive: the one sent now is
 * another lead.
 */
export function isKeyReused(delivery: Delivery): boolean {
  return delivery.result === 'failed' && delivery.failure === 'key-reused';
}

/** One call of the client, which may retry on its own. Never rejects. */
export async function send(
  client: LeadClient,
  lead: LeadRequest,
  key: string,
  signal?: AbortSignal,
): Promise<Delivery> {
  try {
    // A client of the page's own may resolve to nothing.
    const receipt = { ...(await client.submitLead(lead, { key, signal })) };
    return { result: 'accepted', receipt, lead };
  } catch (error) {
    const { failure, retryAfterMs, errors } = asClientError(error);
    if (failure === 'invalid-fields') return { result: 'refused', errors };
    return { result: 'failed', failure, retryAfterMs };
  }
}
