import type { FetchHandler } from '../../contract/fetch-handler.ts';
import type { ReasonCode } from '../../contract/reason-code.ts';
import { endpoint } from '../endpoint.ts';
import { exchange, type ExchangeOptions, type Reply } from '../exchange.ts';
import { UpstreamError } from '../failure.ts';
import { foldText } from '../fold-text.ts';
import { LongJson } from '../long-json.ts';
import type { Company, PromoCodeUpstream, Redemption } from '../ports.ts';
import { quote, quoteForError } from '../quote.ts';
import {
  Envelope,
  errorTexts,
  promoholderPaths,
  ReadCompany,
  refusals,
  refusalTexts,
} from './api.ts';
import { ReadCodes } from './read-codes.ts';

const upstream = 'promoholder';

export interface PromoholderOptions {
  /** Where `/api/…` begins: `https://promoholder.tech`. */
  readonly baseUrl: string;
  readonly token: string;
  /** The network, the embedded backend or a test: the adapter cannot tell. */
  readonly fetch: FetchHandler;
}

const companiesBytesMax = 32 * 1024 * 1024;
/** Of a list of promo codes, which have some 130 bytes each. */
const listBytesMax = 256 * 1024 * 1024;
/** A list may take as long as its caller waits, but a pause in it no longer than this. */
const pieceTimeoutMs = 5000;
/** The levels around each code: the reply, its `msg`, its company. */
const codesDepth = 3;

/** promoholder's API behind our port. */
export function promoholder(options: PromoholderOptions): PromoCodeUpstream {
  const { baseUrl, token, fetch } = options;
  const urls = {
    check: endpoint(upstream, baseUrl, promoholderPaths.check),
    companies: endpoint(upstream, baseUrl, promoholderPaths.companies),
    codes: endpoint(upstream, baseUrl, promoholderPaths.codes),
  };

  /** The token is in the query string, so the URL exists only within the request. */
  function get(
    call: keyof typeof urls,
    query: object,
    { signal, ...how }: Partial<ExchangeOptions> & { readonly signal: AbortSignal },
  ): Promise<Reply> {
    const url = new URL(urls[call]);
    url.search = new URLSearchParams({ token, ...query }).toString();
    const request = new Request(url, {
      headers: { accept: 'application/json' },
      redirect: 'manual',
      signal,
    });
    return exchange({ upstream, fetch, ...how }, request);
  }

  function read(reply: Reply): Envelope & { readonly type: 'success' } {
    const { data } = Envelope.safeParse(reply.json);
    if (data === undefined) throw reply.unrecognised();
    if (data.type === 'error') throw refusedCall(reply, data.msg, [token]);
    return data;
  }

  function readList(reply: Reply): object {
    const { msg } = read(reply);
    // Null if nothing was found; PHP writes an empty object as `[]`.
    if (msg === null) return [];
    if (typeof msg !== 'object') throw reply.unrecognised();
    return msg;
  }

  return {
    async companies(signal) {
      const how = { signal, pieceTimeoutMs, bytesMax: companiesBytesMax };
      const entries = readList(await get('companies', {}, how));
      return Object.values(entries).flatMap(toCompany);
    },
    async list(company, signal) {
      const long = new LongJson(codesDepth, () => new ReadCodes([token]));
      const how = { signal, pieceTimeoutMs, bytesMax: listBytesMax, long };
      const lists = readList(await get('codes', { company }, how));
      // Only our company's list, even if the vendor answers with all of them.
      return long.containerAt(Reflect.get(lists, company))?.codes ?? [];
    },
    async redeem({ company, code }, signal) {
      const reply = await get('check', { company, code }, { signal });
      const { msg, reason } = read(reply);
      // A Boolean by the document: `"true"` or 1 is not the vendor's answer.
      if (typeof msg !== 'boolean') throw reply.unrecognised();
      return msg ? { status: 'redeemed' } : refusal(reason, [token]);
    },
  };
}

function toCompany(entry: unknown): Company[] {
  const { data } = ReadCompany.safeParse(entry);
  if (data === undefined) return [];
  const { ID, title, promocodes } = data;
  return [
    {
      id: String(ID),
      title: title ?? String(ID),
      codes: {
        all: Number(promocodes?.all ?? 0),
        active: Number(promocodes?.active ?? 0),
        inactive: Number(promocodes?.deactive ?? 0),
      },
    },
  ];
}

function refusal(reason: unknown, secrets: readonly string[]): Redemption {
  const text = typeof reason === 'string' ? reason : '';
  return {
    status: 'refused',
    reason: reasonByText.get(foldText(text)) ?? 'other',
    text: quote(text, secrets),
  };
}

/** The vendor registers no error in its journal: no code was used. */
function refusedCall(reply: Reply, msg: string, secrets: readonly string[]): UpstreamError {
  const text = foldText(msg);
  if (text === foldText(errorTexts.tokenMissing) || text === foldText(errorTexts.tokenInvalid)) {
    return new UpstreamError('auth', `Cannot use ${upstream}: ${text}`);
  }
  const known = Object.values(errorTexts).find((each) => foldText(each) === text);
  if (known !== undefined) return new UpstreamError('setup', `Cannot use ${upstream}: ${known}`);
  return reply.unrecognised(quoteForError(msg, secrets), 'setup');
}

const reasonByText: ReadonlyMap<string, ReasonCode> = new Map(
  refusals.map((reason) => [foldText(refusalTexts[reason]), reason]),
);
