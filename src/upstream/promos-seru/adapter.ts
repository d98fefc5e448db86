import type { FetchHandler } from '../../contract/fetch-handler.ts';
import { endpoint } from '../endpoint.ts';
import { exchange, type Reply } from '../exchange.ts';
import { UpstreamError } from '../failure.ts';
import type { ContactOutcome, ContactUpstream } from '../ports.ts';
import { quoteForError } from '../quote.ts';
import { createdId, promosSeruPaths, ReadReply, statusOf, statusTexts } from './api.ts';
import { createTokenCache, type TokenStore } from './token-cache.ts';

const upstream = 'promos-seru';
const tokenTimeoutMs = 10_000;

export interface PromosSeruOptions {
  /** Where `/api/…` begins: `https://promos-seru.com`. */
  readonly baseUrl: string;
  /** Who we are to the vendor: "yourwebsiteorcompanyname", up to 255 characters. */
  readonly name: string;
  readonly secretKey: string;
  /** The network, the embedded backend or a test: the adapter cannot tell. */
  readonly fetch: FetchHandler;
  /** Ends the call for a token, which all waiting leads share; default: `AbortSignal.timeout()`. */
  readonly tokenDeadline?: (ms: number) => AbortSignal;
  /** Shares the token with other processes; without it each has its own. */
  readonly tokenStore?: TokenStore;
}

/** promos-seru's API behind our port. */
export function promosSeru(options: PromosSeruOptions): ContactUpstream {
  const { baseUrl, name, secretKey, fetch, tokenStore } = options;
  const { tokenDeadline = (ms) => AbortSignal.timeout(ms) } = options;
  const urls = {
    token: endpoint(upstream, baseUrl, promosSeruPaths.token),
    contact: endpoint(upstream, baseUrl, promosSeruPaths.contact),
  };

  function post(call: keyof typeof urls, fields: object, signal: AbortSignal): Promise<Reply> {
    const request = new Request(urls[call], {
      method: 'POST',
      headers: { accept: 'application/json' },
      // `URLSearchParams` makes it form-urlencoded.
      body: new URLSearchParams({ ...fields }),
      redirect: 'manual',
      signal,
    });
    return exchange({ upstream, fetch }, request);
  }

  const tokens = createTokenCache(async () => {
    const fields = { name, secret_key: secretKey };
    const reply = await post('token', fields, tokenDeadline(tokenTimeoutMs));
    const { data } = ReadReply.safeParse(reply.json);
    if (data === undefined) throw reply.unrecognised();
    const status = statusOf(data);
    if (status === statusTexts.ok && data.token) return data.token;
    if (status === statusTexts.secretKeyInvalid) throw refused(status);
    throw reply.unrecognised(quoteForError(data.status, [secretKey]));
  }, tokenStore);

  return {
    async authenticate(signal) {
      await tokens.current(signal);
    },
    async create(contact, signal) {
      const { first_name, last_name, phone, click_id, product } = contact;
      const fields = { first_name, last_name, phone, click_id, product };
      let held = await tokens.current(signal);
      for (let attempt = 1; ; attempt += 1) {
        const reply = await post('contact', { ...fields, token: held.token }, signal);
        const outcome = outcomeOf(reply, [held.token, secretKey, ...Object.values(fields)]);
        if (outcome !== 'token refused') return outcome;
        if (attempt === 2) throw refused('the token, and a new one too');
        // The call was not executed, so it may be sent again, once, with another token.
        held = await tokens.replace(held, signal);
      }
    },
  };
}

function refused(what: string): UpstreamError {
  return new UpstreamError('auth', `Cannot use ${upstream}: it refused us (${what})`);
}

function outcomeOf(reply: Reply, secrets: readonly string[]): ContactOutcome | 'token refused' {
  const { data } = ReadReply.safeParse(reply.json);
  if (data === undefined) throw reply.unrecognised();
  const id = createdId(data);
  if (id !== undefined) return { status: 'created', id };
  const status = statusOf(data);
  switch (status) {
    case statusTexts.tokenMissing:
    case statusTexts.tokenMismatch:
      return 'token refused';
    case statusTexts.phoneDouble:
      return { status: 'duplicate' };
    case statusTexts.fieldsMissing:
    case statusTexts.phoneInvalid:
      return { status: 'rejected', text: status };
    case statusTexts.productInvalid:
      throw new UpstreamError('setup', `Cannot use ${upstream}: ${status}`);
    default:
      throw reply.unrecognised(quoteForError(data.status, secrets));
  }
}
