import { codeLengthMax, normaliseCode } from '../../contract/code.ts';
import { lengthOf } from '../../contract/text.ts';
import { PackedCodes } from '../../upstream/packed-codes.ts';
import type { Company, PromoCode, PromoCodeList, PromoCodeUpstream } from '../../upstream/ports.ts';
import type { Log } from '../log.ts';
import type { SharedValues } from '../shared/shared-values.ts';
import { Cached, type Freshness, type Loaded } from './cached.ts';

export interface CodeListsOptions {
  readonly upstream: PromoCodeUpstream;
  readonly now: () => number;
  readonly log: Log;
  /** How old a list may be before it is loaded again. */
  readonly maxAgeMs?: number;
  /** CPU that a list takes per code in ms; if the backend is embedded, of both ends. */
  readonly loadMsPerCode?: number;
  /** Given if several servers ask the same upstream. */
  readonly shared?: SharedValues | undefined;
  /** Aborts calls in flight; their failures are not logged. */
  readonly stopping?: AbortSignal;
}

/** How old a list may be before it is loaded again, unless the options say otherwise. */
const defaultMaxAgeMs = 15_000;
/** How old a list may be while the upstream gives no newer one; after that codes are unchecked. */
const staleMaxMs = 10 * 60_000;
/** A code that the list lacks may be new, so the list is loaded again if it is older than this. */
export const missMaxAgeMs = 2000;
const companiesTimeoutMs = 5000;
/** A list of a million codes takes some seconds, and longer on a busy machine. */
const listTimeoutMs = 60_000;
/** The text of a list of more codes is not made, because it would be too long to be shared. */
const sharedSizeMax = 10_000;
/** From a vendor it is half of that, from the embedded backend on SQLite nearly as much. */
const defaultLoadMsPerCode = 0.01;
/** Loading a list takes at most a tenth of a CPU: one of 100,000 codes may be 10 s old. */
const minAgeFactor = 10;

/** How a value is loaded, and how it goes from server to server. */
interface Source<T> {
  readonly key: string;
  readonly load: () => Promise<T>;
  readonly write: (value: T) => string | undefined;
  readonly read: (text: string) => T;
}

const noCompany =
  'There is no company yet, so no promo code is found. Make one, and codes of it: ' +
  'promo-lead companies add TITLE, or at promoholder.';
const severalCompanies =
  'There are several companies and none is chosen, so the codes of pages that name none are not ' +
  'checked. Set PROMOHOLDER_COMPANY to the ID of one.';

const unusable =
  'So many promo codes of the list cannot be used: visitors are told that they are unknown or ' +
  'not valid. Correct them where the codes are kept, the first one first.';

/** A code as its list has it. */
export interface ListedCode {
  readonly code: PromoCode;
  /** When the list was asked for, ms since 1970. */
  readonly listedAt: number;
}

/**
 * Why it is not known whether there is a code: there is no list, or an old one lacks the code or
 * its company and no newer one can be had.
 */
export type Unlisted = 'unavailable' | 'unsure';

/**
 * The upstream's promo codes, cached by company. Reading a list uses no code up; that is why
 * validate never calls the upstream's check, which is a redemption.
 */
export class CodeLists {
  readonly #options: CodeListsOptions & { readonly maxAgeMs: number };
  readonly #lists = new Map<string, Cached<PackedCodes>>();
  readonly #companies: Cached<ReadonlySet<string>>;
  #state: 'ok' | 'failing' | 'unknown' = 'unknown';
  /** How many companies there were at the last warning; a single one needs none. */
  #warnedCompanies = 1;
  /** How many unusable codes there were at the last warning, by company. */
  readonly #warnedFaults = new Map<string, number>();

  constructor(options: CodeListsOptions) {
    this.#options = { maxAgeMs: defaultMaxAgeMs, ...options };
    this.#companies = this.#cached({
      key: 'companies',
      load: async () => idsOf(await options.upstream.companies(this.#within(companiesTimeoutMs))),
      write: (ids) => JSON.stringify(Array.from(ids, (id) => ({ id }))),
      read: (text) => idsOf(JSON.parse(text) as Pick<Company, 'id'>[]),
    });
  }

  /** How the last call to the upstream went. */
  get state(): 'ok' | 'failing' | 'unknown' {
    return this.#state;
  }

  /**
   * Loads the list of a company, or of the only one there is, before the first visitor needs it.
   * Otherwise that visitor would wait, too long for a long list; and visitors would learn before
   * the owner does that there is no such company.
   */
  async prepare(company?: string): Promise<void> {
    const wanted = company ?? (await this.onlyCompany());
    if (wanted === undefined || (await this.#list(wanted)) !== undefined) return;
    this.#options.log.warn('promo-codes.no-company', {
      company: wanted,
      text: 'There is no such company, so no promo code is found. Correct PROMOHOLDER_COMPANY.',
    });
  }

  /** The company of a request that names none if none is configured: the only one there is. */
  async onlyCompany(): Promise<string | undefined> {
    const { companies } = await this.#companiesWith((known) => known.size === 1);
    if (companies) this.#warnOfCompanies(companies.size);
    return companies?.size === 1 ? Array.from(companies)[0] : undefined;
  }

  /** Visitors see that their codes are checked later, with the order. The owner learns why. */
  #warnOfCompanies(companies: number): void {
    if (companies === this.#warnedCompanies) return;
    this.#warnedCompanies = companies;
    if (companies === 1) return;
    const text = companies === 0 ? noCompany : severalCompanies;
    this.#options.log.warn('promo-codes.no-company', { companies, text });
  }

  /** Visitors see that such a code is unknown or not valid. The owner learns why. */
  #warnOfFaults(company: string, { faults }: PromoCodeList): void {
    const count = faults?.count ?? 0;
    if (count === (this.#warnedFaults.get(company) ?? 0)) return;
    this.#warnedFaults.set(company, count);
    if (!faults) return;
    const fields = { company, ...faults, text: unusable };
    this.#options.log.warn('promo-codes.unusable', fields);
  }

  /**
   * The code as its list has it; `undefined` if the list lacks it. By default a list that is a
   * little too old will do while a newer one is loaded, unless it lacks the code: then the newer
   * one is waited for.
   */
  async find(
    company: string,
    code: string,
    freshness?: Freshness,
  ): Promise<ListedCode | undefined | Unlisted> {
    if (lengthOf(normaliseCode(code)) > codeLengthMax) return undefined;
    const askedAt = this.#options.now();
    const list = await this.#list(company, freshness);
    if (typeof list !== 'object') return list;
    const found = listed(list, code);
    if (found) return found;
    const cached = this.#lists.get(company);
    const newer = await cached?.get({ maxAgeMs: this.#missMaxAgeMs });
    const isUnsure = cached?.isBehind(askedAt, this.#missMaxAgeMs) ?? false;
    return (newer && listed(newer, code)) ?? (isUnsure ? 'unsure' : undefined);
  }

  #within(timeoutMs: number): AbortSignal {
    const { stopping } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    return stopping ? AbortSignal.any([timeout, stopping]) : timeout;
  }

  /** How old a list may be that lacks what is looked for. */
  get #missMaxAgeMs(): number {
    return Math.min(missMaxAgeMs, this.#options.maxAgeMs);
  }

  async #list(
    company: string,
    freshness: Freshness = { maxAgeMs: this.#options.maxAgeMs, allowStale: true },
  ): Promise<Loaded<PackedCodes> | undefined | Unlisted> {
    const { upstream } = this.#options;
    if (!this.#lists.has(company)) {
      const isOurs = await this.#isOurs(company);
      if (isOurs !== true) return isOurs;
    }
    // Looked up again, because another request may have made it in between.
    const list =
      this.#lists.get(company) ??
      this.#cached({
        key: `codes of ${company}`,
        load: async () => {
          const codes = await upstream.list(company, this.#within(listTimeoutMs));
          this.#warnOfFaults(company, codes);
          return PackedCodes.from(codes);
        },
        write: (codes) =>
          codes.size > sharedSizeMax ? undefined : JSON.stringify(Array.from(codes)),
        read: (text) => PackedCodes.from(JSON.parse(text) as PromoCode[]),
      });
    this.#lists.set(company, list);
    return (await list.get(freshness)) ?? 'unavailable';
  }

  /**
   * Only the companies that the token can see have a list. Otherwise a stranger could cause a call
   * for each company that they make up.
   */
  async #isOurs(company: string): Promise<true | undefined | Unlisted> {
    const { companies, isUnsure } = await this.#companiesWith((known) => known.has(company));
    if (!companies) return 'unavailable';
    if (companies.has(company)) return true;
    return isUnsure ? 'unsure' : undefined;
  }

  /** New companies are rare, so they are loaded again only if the known ones will not do. */
  async #companiesWith(
    isFit: (companies: ReadonlySet<string>) => boolean,
  ): Promise<{ readonly companies?: ReadonlySet<string> | undefined; readonly isUnsure: boolean }> {
    const askedAt = this.#options.now();
    const known = await this.#companies.get({ maxAgeMs: defaultMaxAgeMs, allowStale: true });
    if (!known || isFit(known.value)) return { companies: known?.value, isUnsure: false };
    const newer = await this.#companies.get({ maxAgeMs: this.#missMaxAgeMs });
    const isUnsure = this.#companies.isBehind(askedAt, this.#missMaxAgeMs);
    return { companies: newer?.value, isUnsure };
  }

  /** The upstream's answer, or the one that another server got a moment ago. */
  async #load<T>(source: Source<T>, maxAgeMs: number): Promise<Loaded<T>> {
    const { now, shared } = this.#options;
    if (!shared) {
      const loadedAt = now();
      return { value: await source.load(), loadedAt };
    }
    return shared.get({
      ...source,
      // Absolute, so that a clock ahead of ours does not keep a list fresh for ever.
      isFit: ({ loadedAt }) => Math.abs(now() - loadedAt) <= maxAgeMs,
    });
  }

  #cached<T extends { readonly size: number }>(source: Source<T>): Cached<T> {
    const { now, log, loadMsPerCode = defaultLoadMsPerCode } = this.#options;
    return new Cached({
      load: async (maxAgeMs) => {
        const loaded = await this.#load(source, maxAgeMs);
        this.#state = 'ok';
        return loaded;
      },
      now,
      minAgeMs: ({ size }) => size * loadMsPerCode * minAgeFactor,
      staleMaxMs,
      onFailure: (error) => {
        if (this.#options.stopping?.aborted) return;
        this.#state = 'failing';
        log.warn('promo-codes.list-failed', { error });
      },
    });
  }
}

function idsOf(companies: readonly Pick<Company, 'id'>[]): ReadonlySet<string> {
  return new Set(companies.map(({ id }) => id));
}

function listed(
  { value, loadedAt }: Loaded<PackedCodes>,
  spelling: string,
): ListedCode | undefined {
  const code = value.find(spelling);
  return code && { code, listedAt: loadedAt };
}
