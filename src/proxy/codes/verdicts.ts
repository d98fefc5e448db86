import { codeKey } from '../../contract/code.ts';
import type { Verdict } from '../../contract/promo-code.ts';
import { StoreError } from '../../store/store-error.ts';
import type { Store } from '../../store/store.ts';
import { preview } from '../../upstream/preview.ts';
import type { Log } from '../log.ts';
import { type LimitedCode, usesLeftToReserve } from '../outbox/reservations.ts';
import { type CodeLists, missFreshMs } from './code-lists.ts';

export interface CheckedCode {
  readonly verdict: Verdict;
  /** Undefined where it is not known yet. */
  readonly company: string | undefined;
  /** Of a valid code that has a limit. */
  readonly limit?: LimitedCode;
}

export interface VerdictsOptions {
  readonly codes: CodeLists;
  readonly store: Store;
  readonly now: () => number;
  readonly log: Log;
}

/**
 * Whether a promo code would be accepted now: what its list says, without the uses that our own
 * leads hold. Consumes nothing, and promises nothing.
 */
export class Verdicts {
  readonly #options: VerdictsOptions;

  constructor(options: VerdictsOptions) {
    this.#options = options;
  }

  /** Without a company it is that of a token which sees one alone. */
  async check(wanted: string | undefined, code: string): Promise<CheckedCode> {
    const { codes, now } = this.#options;
    const company = wanted ?? (await codes.onlyCompany());
    if (company === undefined) return { verdict: { status: 'unchecked' }, company };
    const checked = await this.#look(company, code);
    const { limit, verdict } = checked;
    // Ours may be in the list's number already where it was asked for in mid-call: a newer one
    // leaves no use unpromised that is there.
    const isOld = limit !== undefined && now() - limit.listedAt > missFreshMs;
    return isOld && verdict.status === 'invalid' ? this.#look(company, code, missFreshMs) : checked;
  }

  async #look(company: string, code: string, freshMs?: number): Promise<CheckedCode> {
    const { codes, now } = this.#options;
    const found = await codes.find(company, code, freshMs);
    if (found === 'unavailable') return { verdict: { status: 'unchecked' }, company };
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
