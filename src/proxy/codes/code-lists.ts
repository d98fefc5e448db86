import { codeLengthMax, normaliseCode } from '../../contract/code.ts';
import { lengthOf } from '../../contract/text.ts';
import { PackedCodes } from '../../upstream/packed-codes.ts';
import type { Company, PromoCode, PromoCodeList, PromoCodeUpstream } from '../../upstream/ports.ts';
import type { Log } from '../log.ts';
import type { SharedValues } from '../shared/shared-values.ts';
import { Cached, type Loaded } from './cached.ts';

export interface CodeListsOptions {
  readonly upstream: PromoCodeUpstream;
  readonly now: () => number;
  readonly log: Log;
  /** How old a list may be before it is asked for again. */
  readonly freshMs?: number;
  /** CPU of a list for each of its codes in ms, of both ends where the backend is embedded. */
  readonly loadMsEach?: number;
  /** Where several servers ask the same upstream. */
  readonly shared?: SharedValues | undefined;
  /** Ends the questions that are under way; what they come to is told nobody. */
  readonly stopping?: AbortSignal;
}

/** How old a list may be before it is asked for again, where nothing else is wanted. */
const listFreshMs = 15_000;
/** How old a list may be when the upstream gives no newer one; after that codes are unchecked. */
const staleMaxMs = 10 * 60_000;
/** A code that the list lacks may be new: the list is asked for again, though not more often. */
export const missFreshMs = 2000;
const companiesTimeoutMs = 5000;
/** A list of a million codes takes some seconds, and longer where much else is to be done. */
const listTimeoutMs = 60_000;
/** The text of a longer list would be too long to be shared, and is not made. */
const sharedSizeMax = 10_000;
/** From a vendor it is half of that, from the embedded backend on SQLite nearly so much. */
const defaultLoadMsEach = 0.01;
/** All lists of a company take one part in so many of a CPU: of 100,000 codes each is 10 s old. */
const loadPart = 10;

/** How something is asked for, and goes from server to server. */
interface Source<T> {
  readonly what: string;
  readonly ask: () => Promise<T>;
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
 * The upstream's promo codes, cached by company. To look at a list costs no use; that is why
 * validate never reaches the upstream's check, which is a redemption.
 */
export class CodeLists {
  readonly #options: CodeListsOptions & { readonly freshMs: number };
  readonly #lists = new Map<string, Cached<PackedCodes>>();
  readonly #companies: Cached<ReadonlySet<string>>;
  #state: 'ok' | 'failing' | 'unknown' = 'unknown';
  /** How many companies the owner was told of; of one there is nothing to say. */
  #toldOf = 1;
  /** Of how many codes that nobody can use, by company. */
  readonly #toldOfFaults = new Map<string, number>();

  constructor(options: CodeListsOptions) {
    this.#options = { freshMs: listFreshMs, ...options };
    this.#companies = this.#cached({
      what: 'companies',
      ask: async () => idsOf(await options.upstream.companies(this.#within(companiesTimeoutMs))),
      write: (ids) => JSON.stringify(Array.from(ids, (id) => ({ id }))),
      read: (text) => idsOf(JSON.parse(text) as Pick<Company, 'id'>[]),
    });
  }

  /** How the last question to the upstream went. */
  get state(): 'ok' | 'failing' | 'unknown' {
    return this.#state;
  }

  /**
   * Asks for the list of a company, or of the only one there is, before anybody wants it. Without
   * it the first visitor of a server waits, and longer than one should where the list is long; and
   * every visitor would learn before the owner does that there is no such company.
   */
  async prepare(company?: string): Promise<void> {
    const wanted = company ?? (await this.onlyCompany());
    if (wanted === undefined || (await this.#list(wanted)) !== undefined) return;
    this.#options.log.warn('promo-codes.no-company', {
      company: wanted,
      text: 'There is no such company, so no promo code is found. Correct PROMOHOLDER_COMPANY.',
    });
  }

  /** The company of a request that names none where none is configured: the only one there is. */
  async onlyCompany(): Promise<string | undefined> {
    const companies = await this.#companiesWith((known) => known.size === 1);
    if (companies) this.#tellOf(companies.size);
    return companies?.size === 1 ? Array.from(companies)[0] : undefined;
  }

  /** Visitors are told that their codes are checked with the order; here is why they are not. */
  #tellOf(companies: number): void {
    if (companies === this.#toldOf) return;
    this.#toldOf = companies;
    if (companies === 1) return;
    const text = companies === 0 ? noCompany : severalCompanies;
    this.#options.log.warn('promo-codes.no-company', { companies, text });
  }

  /** Visitors are told that such a code is unknown, or is refused; here is why. */
  #tellOfFaults(company: string, { faults }: PromoCodeList): void {
    const count = faults?.count ?? 0;
    if (count === (this.#toldOfFaults.get(company) ?? 0)) return;
    this.#toldOfFaults.set(company, count);
    if (!faults) return;
    const fields = { company, ...faults, text: unusable };
    this.#options.log.warn('promo-codes.unusable', fields);
  }

  /**
   * The code as its list has it, `undefined` where the list lacks it. The list is not older than
   * `freshMs` where the upstream answers. Without that number it may be a little older than it
   * should while a newer one is loaded, unless it lacks the code: then it is waited for.
   */
  async find(
    company: string,
    code: string,
    freshMs?: number,
  ): Promise<ListedCode | undefined | 'unavailable'> {
    if (lengthOf(normaliseCode(code)) > codeLengthMax) return undefined;
    const list = await this.#list(company, freshMs);
    if (list === undefined || list === 'unavailable') return list;
    const found = listed(list, code);
    if (found) return found;
    const newer = await this.#lists.get(company)?.get(this.#missFreshMs);
    return newer && listed(newer, code);
  }

  #within(timeoutMs: number): AbortSignal {
    const { stopping } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    return stopping ? AbortSignal.any([timeout, stopping]) : timeout;
  }

  /** How old a list may be that lacks what is looked for. */
  get #missFreshMs(): number {
    return Math.min(missFreshMs, this.#options.freshMs);
  }

  async #list(
    company: string,
    freshMs?: number,
  ): Promise<Loaded<PackedCodes> | undefined | 'unavailable'> {
    const { upstream } = this.#options;
    if (!this.#lists.has(company)) {
      const isOurs = await this.#isOurs(company);
      if (isOurs !== true) return isOurs;
    }
    // Looked up again: another request may have made it meanwhile.
    const list =
      this.#lists.get(company) ??
      this.#cached({
        what: `codes of ${company}`,
        ask: async () => {
          const codes = await upstream.list(company, this.#within(listTimeoutMs));
          this.#tellOfFaults(company, codes);
          return PackedCodes.from(codes);
        },
        write: (codes) =>
          codes.size > sharedSizeMax ? undefined : JSON.stringify(Array.from(codes)),
        read: (text) => PackedCodes.from(JSON.parse(text) as PromoCode[]),
      });
    this.#lists.set(company, list);
    const isContent = freshMs === undefined;
    return (await list.get(freshMs ?? this.#options.freshMs, isContent)) ?? 'unavailable';
  }

  /**
   * Only the companies that the token can see have a list: a stranger who makes companies up
   * causes no call each.
   */
  async #isOurs(company: string): Promise<true | undefined | 'unavailable'> {
    const companies = await this.#companiesWith((known) => known.has(company));
    if (!companies) return 'unavailable';
    return companies.has(company) ? true : undefined;
  }

  /** There is seldom a new one, so they are asked for anew only where those known will not do. */
  async #companiesWith(
    isFit: (companies: ReadonlySet<string>) => boolean,
  ): Promise<ReadonlySet<string> | undefined> {
    const known = (await this.#companies.get(listFreshMs, true))?.value;
    if (!known || isFit(known)) return known;
    return (await this.#companies.get(this.#missFreshMs))?.value;
  }

  /** The upstream's answer, or what another server was answered a moment ago. */
  async #load<T>({ what, ask, ...form }: Source<T>, freshMs: number): Promise<Loaded<T>> {
    const { now, shared } = this.#options;
    if (!shared) {
      const loadedAt = now();
      return { value: await ask(), loadedAt };
    }
    return shared.get({
      key: what,
      // A clock that goes ahead of ours makes no list fresh for ever.
      isFit: ({ loadedAt }) => Math.abs(now() - loadedAt) <= freshMs,
      load: ask,
      ...form,
    });
  }

  #cached<T extends { readonly size: number }>(source: Source<T>): Cached<T> {
    const { now, log, loadMsEach = defaultLoadMsEach } = this.#options;
    return new Cached({
      load: async (freshMs) => {
        const loaded = await this.#load(source, freshMs);
        this.#state = 'ok';
        return loaded;
      },
      now,
      dearMs: ({ size }) => size * loadMsEach * loadPart,
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
