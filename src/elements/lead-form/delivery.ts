import { asClientError, type ClientFailure } from '../../client/error.ts';
import type { LeadClient } from '../../client/leads.ts';
import type { FieldError } from '../../contract/field-error.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import type { SubmissionKey } from './submission-key.ts';

/** What came of sending a lead. */
export type Delivery =
  | { readonly result: 'accepted'; readonly receipt: LeadReceipt }
  | { readonly result: 'refused'; readonly errors: readonly FieldError[] }
  | {
      readonly result: 'failed';
      readonly failure: ClientFailure;
      readonly retryAfterMs: number | undefined;
    };

/** Sends a lead, under another key where its own was used up. Never rejects. */
export async function deliver(
  client: LeadClient,
  key: SubmissionKey,
  lead: LeadRequest,
): Promise<Delivery> {
  try {
    return await accept(client, key, lead);
  } catch (error) {
    const { failure, retryAfterMs, errors } = asClientError(error);
    if (failure === 'invalid-fields' || failure === 'duplicate') key.answered(lead);
    if (failure === 'invalid-fields') return { result: 'refused', errors };
    return { result: 'failed', failure, retryAfterMs };
  }
}

async function accept(
  client: LeadClient,
  key: SubmissionKey,
  lead: LeadRequest,
): Promise<Delivery> {
  const submit = (): Promise<LeadReceipt> => client.submitLead(lead, { key: key.for(lead) });
  const receipt = await submit().catch((error: unknown) => {
    // A field was changed after an answer that never came, and the first lead did arrive: what is
    // sent now is another one.
    if (asClientError(error).failure !== 'key-reused') throw error;
    key.renew();
    return submit();
  });
  key.answered(lead);
  return { result: 'accepted', receipt };
}
