import type { LeadReceipt, LeadRequest } from '../contract/lead.ts';
import { type ClientOptions, createPost, type KeyOptions } from './post.ts';
import { readLeadReceipt } from './replies.ts';

/** The calls that a lead form makes. */
export interface LeadClient {
  /** Where it sends to, an absolute URL, if that is elsewhere than the form's own `endpoint`. */
  readonly endpoint?: string | undefined;
  /** The receipt says that the lead is stored durably. `lead` and `key` are plain data. */
  submitLead(lead: LeadRequest, options: KeyOptions): Promise<LeadReceipt>;
}

/** @throws {ClientError} `misconfigured`, if the endpoint cannot be used. */
export function createLeadClient(options: ClientOptions): LeadClient {
  const post = createPost(options);
  return {
    submitLead: (lead, keyOptions) => post('v1/leads', lead, readLeadReceipt, keyOptions),
  };
}
