import { codeKey, codeLengthMax, normaliseCode } from '../contract/code.ts';
import type { PromoCode, PromoCodeUpstream } from '../upstream/ports.ts';
import { Cached, type Loaded } from './cached.ts';
import type { Log } from './log.ts';
import type { SharedValues } from './shared-values.ts';

export interface CodeListsOptions {
  readonly upstream: PromoCodeUpstream;
  readonly now: () => number;
  readonly log: Log;
  /** How old a list may be before it is asked for again. */
  readonly freshMs: number;
  /** Where several servers ask the same upstream. */
  readonly shared?: SharedValues | undefined;
}

/** How old a list may be before it is asked for again, where nothing else is wanted. */
export const listFreshMs = 15_000;
/** How old a list may be when the upstream gives no newer one; after that codes are unchecked. */
const staleMaxMs = 10 * 60_000;
/** A code that the list lacks may be new: the list is asked for again, though not more often. */
export const missFreshMs = 2000;
const callTimeoutMs = 5000;
/** CPU of a list for each of its codes, at both ends where the backend is embedded, in ms. */
const loadMsEach = 0.005;
/** All lists of a company take one part in so many of a CPU: of 100,000 codes each is 10 s old. */
const loadPart = 20;

type CodeList = ReadonlyMap<string, PromoCode>;

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
  readonly #options: CodeListsOptions;
  readonly #lists = new Map<string, Cached<CodeList>>();
  readonly #companies: Cached<ReadonlySet<string>>;
  #state: 'ok' | 'failing' | 'unknown' = 'unknown';

  constructor(options: CodeListsOptions) {
    this.#options = options;
    this.#companies = this.#cached(
      'companies',
      (signal) => options.upstream.companies(signal),
      (companies): ReadonlySet<string> => new Set(companies.map(({ id }) => id)),
    );
  }

  /** How the last question to the upstream went. */
  get state(): 'ok' | 'failing' | 'unknown' {
    return this.#state;
  }

  /** The company of a request that names none where none is configured: the only one there is. */
  async onlyCompany(): Promise<string | undefined> {
    const [company, ...others] = (await this.#companies.get(this.#options.freshMs))?.value ?? [];
    return others.length === 0 ? company : undefined;
  }

  /**
   * The code as its list has it, not older than `freshMs` where the upstream answers; `undefined`
   * where the list lacks it.
   */
  async find(
    company: string,
    code: string,
    freshMs: number = this.#options.freshMs,
  ): Promise<ListedCode | undefined | 'unavailable'> {
    if (normaliseCode(code).length > codeLengthMax) return undefined;
    const list = await this.#list(company, freshMs);
    if (list === undefined || list === 'unavailable') return list;
    const key = codeKey(code);
    const found = listed(list, key);
    if (found) return found;
    const newer = await this.#lists.get(company)?.get(Math.min(missFreshMs, freshMs));
    return newer && listed(newer, key);
  }

  async #list(
    company: string,
    freshMs: number,
  ): Promise<Loaded<CodeList> | undefined | 'unavailable'> {
    const { upstream } = this.#options;
    if (!this.#lists.has(company)) {
      const isOurs = await this.#isOurs(company);
      if (isOurs !== true) return isOurs;
    }
    // Looked up again: another request may have made it meanwhile.
    const list =
      this.#lists.get(company) ??
      this.#cached(`codes of ${company}`, (signal) => upstream.list(company, signal), byKey);
    this.#lists.set(company, list);
    return (await list.get(freshMs)) ?? 'unavailable';
  }

  /**
   * Only the companies that the token can see have a list: a stranger who makes companies up
   * causes no call each.
   */
  async #isOurs(company: string): Promise<true | undefined | 'unavailable'> {
    const { freshMs } = this.#options;
    let companies = (await this.#companies.get(freshMs))?.value;
    if (companies?.has(company) === false) {
      companies = (await this.#companies.get(Math.min(missFreshMs, freshMs)))?.value;
    }
    if (!companies) return 'unavailable';
    return companies.has(company) ? true : undefined;
  }

  /** The upstream's answer, or what another server was answered a moment ago. */
  async #load<Answer>(
    what: string,
    ask: (signal: AbortSignal) => Promise<Answer>,
    freshMs: number,
  ): Promise<Loaded<Answer>> {
    const { now, shared } = this.#options;
    const loadedAt = now();
    const askNow = (): Promise<Answer> => ask(AbortSignal.timeout(callTimeoutMs));
    if (!shared) return { value: await askNow(), loadedAt };
    const found = await shared.get({
      key: what,
      // A clock that goes ahead of ours makes no list fresh for ever.
      isFit: (value) => Math.abs(now() - value.loadedAt) <= freshMs,
      load: async () => JSON.stringify(await askNow()),
    });
    return { value: JSON.parse(found.value) as Answer, loadedAt: found.loadedAt };
  }

  #cached<Answer, T extends { readonly size: number }>(
    what: string,
    ask: (signal: AbortSignal) => Promise<Answer>,
    read: (answer: Answer) => T,
  ): Cached<T> {
    const { now, log } = this.#options;
    return new Cached({
      load: async (freshMs) => {
        const { value, loadedAt } = await this.#load(what, ask, freshMs);
        this.#state = 'ok';
        return { value: read(value), loadedAt };
      },
      now,
      dearMs: ({ size }) => size * loadMsEach * loadPart,
      staleMaxMs,
      onFailure: (error) => {
        this.#state = 'failing';
        log.warn('promo-codes.list-failed', { error });
      },
    });
  }
}

function byKey(codes: readonly PromoCode[]): CodeList {
  return new Map(codes.map((code) => [codeKey(code.code), code]));
}

function listed({ value, loadedAt }: Loaded<CodeList>, key: string): ListedCode | undefined {
  const code = value.get(key);
  return code && { code, listedAt: loadedAt };
}
