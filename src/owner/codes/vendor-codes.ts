import type { CodeRecord } from '../../backend/index.ts';
import { codeKey } from '../../contract/code.ts';
import type { OwnerCodePage, OwnerCodeQuery } from '../../contract/owner/codes.ts';
import type { CodeProviderKind } from '../../contract/owner/setup.ts';
import { ProblemError } from '../../proxy/problem-reply.ts';
import type { Store } from '../../store/index.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { Company, PromoCode, PromoCodeUpstream } from '../../upstream/ports.ts';
import { type Memoized, memoizeFor } from '../memoize-for.ts';
import { codeRecords } from './code-record.ts';

const companiesTimeoutMs = 10_000;
/** A million codes take some seconds. */
const listTimeoutMs = 60_000;
/** After this many codes the event loop goes on with other work. */
const turnSize = 2000;
/** The pages of one list need not each ask the vendor. */
const listMaxAgeMs = 30_000;

/** The list of the company that was asked for last: one may take 90 MB. */
interface CompanyList {
  readonly company: string;
  readonly load: () => Promise<Memoized<Iterable<PromoCode>>>;
}

export interface VendorCodesOptions {
  /** Knows which uses leads hold. */
  readonly store: Store;
  readonly upstream: PromoCodeUpstream;
  readonly kind: CodeProviderKind;
  readonly now: () => number;
  /** Resolves when other requests were served. */
  readonly nextTurn: () => Promise<void>;
}

/** Promo codes that are kept elsewhere, as their vendor lists them. Read only. */
export class VendorCodes {
  readonly #options: VendorCodesOptions;
  #last: CompanyList | undefined;

  constructor(options: VendorCodesOptions) {
    this.#options = options;
  }

  companies(): Promise<readonly Company[]> {
    const { upstream } = this.#options;
    return this.#answered(upstream.companies(AbortSignal.timeout(companiesTimeoutMs)));
  }

  /** A page of a company's codes, sorted. Of two with one key the later is the one in use. */
  async page({ company, search = '', after, limit = 50 }: OwnerCodeQuery): Promise<OwnerCodePage> {
    const start = codeKey(search);
    const found = new Map<string, PromoCode>();
    let looked = 0;
    for (const code of await this.#listOf(company)) {
      looked += 1;
      if (looked % turnSize === 0) await this.#options.nextTurn();
      const key = codeKey(code.code);
      if (!key.startsWith(start) || (after !== undefined && key <= after)) continue;
      found.set(key, code);
      // Of a million codes, only the first are kept, and sorted only now and then.
      if (found.size > 10 * limit) keepFirst(limit + 1, found);
    }
    const keys = [...found.keys()].toSorted().slice(0, limit);
    const { store, now } = this.#options;
    const codes = keys.flatMap((key) => found.get(key) ?? []).map((code) => termsOf(company, code));
    return {
      codes: await codeRecords(store, codes, now()),
      next: found.size > limit ? (keys.at(-1) ?? null) : null,
    };
  }

  async #listOf(company: string): Promise<Iterable<PromoCode>> {
    const { upstream, now } = this.#options;
    if (this.#last?.company !== company) {
      const load = (): Promise<Iterable<PromoCode>> =>
        this.#answered(upstream.list(company, AbortSignal.timeout(listTimeoutMs)));
      this.#last = { company, load: memoizeFor({ maxAgeMs: listMaxAgeMs, load, now }) };
    }
    const { value } = await this.#last.load();
    return value;
  }

  async #answered<T>(reply: Promise<T>): Promise<T> {
    try {
      return await reply;
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      const detail = `The promo codes cannot be listed: ${error.message}.`;
      const wrong = this.#wrongWith(error);
      if (wrong === undefined) {
        throw new ProblemError('unavailable', { detail, retryAfterSeconds: 5 });
      }
      const advice = `Correct ${wrong}; "promo-lead doctor" says whether all is right.`;
      throw new ProblemError('unavailable', { detail: `${detail} ${advice}` });
    }
  }

  /** What the owner has to correct; undefined if asking again may be enough. */
  #wrongWith({ failure }: UpstreamError): string | undefined {
    if (this.#options.kind === 'file') return 'the file';
    return failure === 'auth' || failure === 'setup' ? 'the settings' : undefined;
  }
}

function keepFirst(count: number, found: Map<string, PromoCode>): void {
  for (const key of [...found.keys()].toSorted().slice(count)) found.delete(key);
}

function termsOf(
  company: string,
  { code, usesLeft: limit, timezone, startsAt: starts, endsAt: ends, active }: PromoCode,
): CodeRecord {
  return { company, code, limit, timezone, starts, ends, active };
}
