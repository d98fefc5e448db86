import type { LeadReceipt, LeadRequest } from '../contract/lead.ts';
import type { RedeemVerdict, Verdict } from '../contract/promo-code.ts';
import { resolveEndpoint } from './endpoint.ts';
import { ClientError } from './error.ts';
import { exchange } from './exchange.ts';
import { type Reader, readLeadReceipt, readRedeemVerdict, readVerdict } from './replies.ts';
import { type Wait, wait, withRetries } from './retries.ts';

const timeoutDefaultMs = 15_000;

export interface ClientOptions {
  /** Where the proxy is: an http(s) URL, or a path of this site. `v1/…` is added to it. */
  readonly endpoint: string;
  /** Taken once, now: what a page puts in its place later is not called. */
  readonly fetch?: typeof fetch | undefined;
  /** For one attempt; 15 s. */
  readonly timeoutMs?: number | undefined;
  /** Waits between attempts; a test answers at once. */
  readonly wait?: Wait | undefined;
}

export interface CodeOptions {
  /** Company ID of the promoholder API. */
  readonly company?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface KeyOptions {
  /** The `Idempotency-Key`: one for one intention, the same for each repetition of it. */
  readonly key: string;
  readonly signal?: AbortSignal | undefined;
}

/** The proxy's API for a page. Every method throws {@link ClientError} and nothing else. */
export interface Client {
  /** Whether a code would be accepted now; consumes nothing. */
  validate(code: string, options?: CodeOptions): Promise<Verdict>;
  /** Uses a code up once. */
  redeem(code: string, options: CodeOptions & KeyOptions): Promise<RedeemVerdict>;
  /** The receipt says that the lead is stored durably. `lead` and `key` are plain data. */
  submitLead(lead: LeadRequest, options: KeyOptions): Promise<LeadReceipt>;
}

/** @throws {ClientError} `misconfigured`, where the endpoint cannot be used. */
export function createClient(options: ClientOptions): Client {
  const base = resolveEndpoint(options.endpoint, globalThis.document?.baseURI);
  if (!base) throw new ClientError('misconfigured', 'Cannot use endpoint: not an http(s) URL');
  const fetch = (options.fetch ?? globalThis.fetch).bind(globalThis);
  const timeoutMs = options.timeoutMs ?? timeoutDefaultMs;

  function post<T>(
    path: string,
    body: object,
    read: Reader<T>,
    { key, signal }: Partial<KeyOptions>,
  ): Promise<T> {
    const url = new URL(path, base);
    const call = { fetch, url, body: JSON.stringify(ownFields(body)), key, read, signal, timeoutMs };
    return withRetries(() => exchange(call), options.wait ?? wait, signal);
  }

  return {
    validate: (code, { company, signal } = {}) =>
      post('v1/promo-codes/validate', { code, company }, readVerdict, { signal }),
    redeem: (code, { company, key, signal }) =>
      post('v1/promo-codes/redeem', { code, company }, readRedeemVerdict, { key, signal }),
    submitLead: (lead, keyOptions) => post('v1/leads', lead, readLeadReceipt, keyOptions),
  };
}

/**
 * A copy without prototypes: `JSON.stringify` would otherwise ask a polluted
 * `Object.prototype.toJSON` what to send.
 */
function ownFields(value: object): object {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) {
    copy[name] = typeof field === 'object' && field !== null ? ownFields(field as object) : field;
  }
  return copy;
}
