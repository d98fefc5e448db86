import { codeKey } from '../contract/code.ts';
import type { OwnerCodePage, OwnerCodeQuery } from '../contract/owner/codes.ts';
import { ProblemError } from '../proxy/problem-reply.ts';
import { UpstreamError } from '../upstream/failure.ts';
import type { Company, PromoCode, PromoCodeUpstream } from '../upstream/ports.ts';
import { codeRecord } from './code-record.ts';

const timeoutMs = 10_000;
/** Pages of one list need not each ask the vendor. */
const freshMs = 30_000;

interface Listed {
  readonly at: number;
  readonly codes: Promise<readonly PromoCode[]>;
}

/** Promo codes that are kept elsewhere, as their vendor lists them: to be looked at alone. */
export class VendorCodes {
  readonly #upstream: PromoCodeUpstream;
  readonly #now: () => number;
  readonly #lists = new Map<string, Listed>();

  constructor(upstream: PromoCodeUpstream, now: () => number) {
    this.#upstream = upstream;
    this.#now = now;
  }

  companies(): Promise<readonly Company[]> {
    return answered(this.#upstream.companies(AbortSignal.timeout(timeoutMs)));
  }

  /** A page of a company's codes, in their order. */
  async page({ company, search = '', after, limit = 50 }: OwnerCodeQuery): Promise<OwnerCodePage> {
    const start = codeKey(search);
    const keyed = (await this.#list(company))
      .map((code) => ({ code, key: codeKey(code.code) }))
      .filter(({ key }) => key.startsWith(start) && (after === undefined || key > after))
      .toSorted((one, other) => (one.key < other.key ? -1 : 1));
    const page = keyed.slice(0, limit);
    const now = this.#now();
    return {
      codes: page.map(({ code }) => recordOf(company, code, now)),
      next: keyed.length > limit ? (page.at(-1)?.key ?? null) : null,
    };
  }

  async #list(company: string): Promise<readonly PromoCode[]> {
    const known = this.#lists.get(company);
    if (known && this.#now() - known.at < freshMs) return known.codes;
    const codes = answered(this.#upstream.list(company, AbortSignal.timeout(timeoutMs)));
    const listed = { at: this.#now(), codes };
    this.#lists.clear();
    this.#lists.set(company, listed);
    try {
      return await codes;
    } catch (error) {
      // The next who looks tries again.
      if (this.#lists.get(company) === listed) this.#lists.delete(company);
      throw error;
    }
  }
}

function recordOf(
  company: string,
  { code, usesLeft: limit, timezone, startsAt: starts, endsAt: ends, active }: PromoCode,
  now: number,
): OwnerCodePage['codes'][number] {
  return codeRecord({ company, code, limit, timezone, starts, ends, active }, now);
}

async function answered<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const detail = `The promo codes cannot be listed: ${error.message}.`;
    throw new ProblemError('unavailable', { detail, retryAfterSeconds: 5 });
  }
}
