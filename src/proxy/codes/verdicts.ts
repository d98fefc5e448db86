import { codeKey } from '../../contract/code.ts';
import type { Verdict } from '../../contract/promo-code.ts';
import { StoreError } from '../../store/store-error.ts';
import type { Store } from '../../store/store.ts';
import { preview } from '../../upstream/preview.ts';
import type { Log } from '../log.ts';
import { type LimitedCode, usesLeftToReserve } from '../outbox/reservations.ts';
import type { Freshness } from './cached.ts';
import { type CodeLists, missMaxAgeMs } from './code-lists.ts';

export interface CheckedCode {
  readonly verdict: Verdict;
  /** Undefined if it is not known yet. */
  readonly company: string | undefined;
  /** Given for a valid code that has a limit. */
  readonly limit?: LimitedCode;
  /** Given if the code is on no list that can be had, though it may be on a newer one. */
  readonly isUnlisted?: boolean;
}

export interface VerdictsOptions {
  readonly codes: CodeLists;
  readonly store: Store;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Whether a promo code would be accepted now: what its list says, minus the uses that our own leads
 * hold. Consumes nothing, and promises nothing.
 */
export class Verdicts {
  readonly #options: VerdictsOptions;

  constructor(options: VerdictsOptions) {
    this.#options = options;
  }

  /** Without a company, it is the only one that the token can see. */
  async check(wanted: string | undefined, code: string): Promise<CheckedCode> {
    const { codes, now } = this.#options;
    const company = wanted ?? (await codes.onlyCompany());
    if (company === undefined) return { verdict: { status: 'unchecked' }, company };
    const checked = await this.#look(company, code);
    const { limit, verdict } = checked;
    // A list that was loaded during one of our redemptions may count that use already, and we
    // subtract it again. A newer list frees every use that is left.
    const isOld = limit !== undefined && now() - limit.listedAt > missMaxAgeMs;
    if (!isOld || verdict.status !== 'invalid') return checked;
    return this.#look(company, code, { maxAgeMs: missMaxAgeMs });
  }

  async #look(company: string, code: string, freshness?: Freshness): Promise<CheckedCode> {
    const { codes, now } = this.#options;
    const found = await codes.find(company, code, freshness);
    if (typeof found === 'string') {
      return { verdict: { status: 'unchecked' }, company, isUnlisted: found === 'unsure' };
    }
    const verdict = preview(found?.code, now());
    const usesLeft = found?.code.usesLeft ?? null;
    if (!found || usesLeft === null || verdict.status !== 'valid') return { verdict, company };
    const limit = { company, key: codeKey(code), usesLeft, listedAt: found.listedAt };
    const left = await this.#usesLeftToReserve(limit);
    return { verdict: preview({ ...found.code, usesLeft: left }, now()), company, limit };
  }

  /** A store that is away keeps nobody from an answer: then it is what the list says. */
  async #usesLeftToReserve(limit: LimitedCode): Promise<number> {
    try {
      return await usesLeftToReserve(this.#options.store, limit);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#options.log.warn('store.failed', { error });
      return limit.usesLeft;
    }
  }
}
