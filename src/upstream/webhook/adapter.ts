import * as z from 'zod/mini';
import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { exchange, type Reply } from '../exchange.ts';
import { UpstreamError } from '../failure.ts';
import type { ContactOutcome, ContactUpstream, NewContact } from '../ports.ts';
import { quote } from '../quote.ts';
import { readSecret, sign } from './signature.ts';

const upstream = 'webhook';

export interface WebhookOptions {
  readonly url: string;
  /** `whsec_…`, which the receiver has too. */
  readonly secret: string;
  readonly fetch: FetchHandler;
  /** ms since 1970. */
  readonly now: () => number;
}

/**
 * Leads as signed webhooks (Standard Webhooks, standardwebhooks.com). `webhook-id` is the lead's
 * own reference, the same for each attempt: a receiver that has it already answers 2xx and does
 * nothing, so a lead in doubt may be sent again.
 *
 * Any 2xx except a page of HTML means a contact, in any encoding and of any length, unless its
 * body says otherwise in JSON: `{"status":"duplicate"}`, or `{"status":"rejected","text":"…"}` for
 * a lead that it will never accept. `id` names the contact.
 */
export function webhook({ url, secret, fetch, now }: WebhookOptions): ContactUpstream {
  const target = URL.parse(url);
  if (!target || !/^https?:$/.test(target.protocol)) {
    throw new TypeError(`Cannot use URL of ${upstream}: not http(s)`);
  }
  const key = readSecret(secret);
  return {
    // The standard has no call that does nothing; a wrong secret shows with the first lead.
    authenticate: () => Promise.resolve(),
    async create(contact, signal) {
      const id = `lead_${contact.ref}`;
      const body = JSON.stringify({ type: 'lead.created', data: dataOf(contact) });
      const timestamp = Math.floor(now() / 1000);
      const headers = {
        accept: 'application/json',
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': await sign(key, { id, timestamp, body }),
      };
      const init = { method: 'POST', headers, body, redirect: 'manual', signal } as const;
      const reply = await exchange({ upstream, fetch }, new Request(target, init));
      return outcomeOf(reply, contact);
    },
  };
}

function dataOf({ ref, first_name, last_name, phone, click_id, product }: NewContact): object {
  return { ref, first_name, last_name, phone, click_id, product };
}

/** Finds UTF-16 too: its byte order mark and zero bytes are not valid text in UTF-8. */
const pageStart = /^[\s\0\uFFFD]*</;
const htmlPage = 'a page (its body begins with "<") and no answer';

/** Each field is read on its own: a `"text":null` does not turn a "rejected" into a contact. */
const Answer = z.object({
  status: z.catch(z.optional(z.string()), undefined),
  text: z.catch(z.optional(z.string()), undefined),
  id: z.catch(z.optional(z.union([z.string(), z.int()])), undefined),
});

function outcomeOf(reply: Reply, { ref }: NewContact): ContactOutcome {
  const { status, text } = reply;
  // "Gone": the receiver wants no more of them (Standard Webhooks, "Operational considerations").
  if (status === 410 || (status >= 400 && status < 500 && status !== 408 && status !== 429)) {
    throw new UpstreamError('setup', `Cannot use reply of ${upstream}: HTTP ${status}`);
  }
  // A page with 200 comes from a server in between (an error, a login): no one accepted the lead.
  if (text !== undefined && pageStart.test(text)) throw reply.unrecognised(htmlPage);
  if (status < 200 || status > 299 || text === undefined) throw reply.unrecognised();
  const { data: answer = {} } = Answer.safeParse(reply.json);
  if (answer.status === 'duplicate') return { status: 'duplicate' };
  if (answer.status === 'rejected') {
    return { status: 'rejected', text: quote(answer.text ?? 'rejected', []) };
  }
  return { status: 'created', id: quote(String(answer.id ?? ''), []) || ref };
}
