import type { RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import { hmac } from '../../store/digest.ts';
import type { Store } from '../../store/store.ts';
import type { Client } from '../guards/client-address.ts';
import { ProblemError } from '../problem-reply.ts';
import { type Rate, Rates } from './rates.ts';

/** Whom wrong guesses are counted of, and how many are free. */
const guessRates: Readonly<Record<keyof Client, Rate>> = {
  address: { burst: 10, intervalMs: 60_000 },
  subnet: { burst: 50, intervalMs: 12_000 },
};

/** An answer with what became of a promo code. */
interface Judgement {
  readonly verdict: Verdict | RedeemVerdict;
}

/** Decides which guesses at promo codes get an answer. */
export interface Guesses {
  /** The judgement. Throws `too-many-requests` where the visitor has to wait. */
  guess<T extends Judgement>(client: Client | undefined, judge: () => Promise<T>): Promise<T>;
}

/** For load tests, and for owners who have limits before the proxy. */
export const unlimitedGuesses: Guesses = { guess: (_, judge) => judge() };

export interface GuessLimitsOptions {
  readonly store: Store;
  /** The server secret: without it nobody finds an address from what is stored of it. */
  readonly secret: string;
  readonly now: () => number;
}

/**
 * Keeps strangers from finding promo codes by trying. Only guesses at codes that do not exist
 * count: a shop's visitors may all try a code that has ended. After too many the right code is
 * refused as well, or the refusal itself would tell.
 *
 * Looking costs honest visitors no write. Guesses of one address wait for each other, so that
 * many at once see each other's count; on several servers each may let as many guesses begin as
 * are left, and yet answers to no more wrong ones get out of all of them than the limit is.
 */
export class GuessLimits implements Guesses {
  readonly #options: GuessLimitsOptions;
  readonly #rates: Rates;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(options: GuessLimitsOptions) {
    this.#options = options;
    this.#rates = new Rates(options.store);
  }

  guess<T extends Judgement>(client: Client | undefined, judge: () => Promise<T>): Promise<T> {
    if (!client) return judge();
    return this.#inTurn(client.address, async () => {
      const counted = await this.#countedOf(client);
      const waits = counted.map(({ key, rate }) => this.#rates.waitMs(key, rate, this.#now()));
      const waitMs = Math.max(...(await Promise.all(waits)));
      if (waitMs > 0) throw tooMany(waitMs);
      const judgement = await judge();
      if (isWrong(judgement)) await this.#count(counted);
      return judgement;
    });
  }

  async #count(counted: readonly Counted[]): Promise<void> {
    const now = this.#now();
    for (const { key, rate } of counted) {
      if (!(await this.#rates.count(key, rate, now))) throw tooMany(rate.intervalMs);
    }
    await this.#rates.forget(now);
  }

  #countedOf(client: Client): Promise<readonly Counted[]> {
    const { secret } = this.#options;
    return Promise.all(
      Object.entries(guessRates).map(async ([kind, rate]) => ({
        key: await hmac(secret, `guesses ${kind} ${client[kind as keyof Client]}`),
        rate,
      })),
    );
  }

  async #inTurn<T>(address: string, work: () => Promise<T>): Promise<T> {
    const before = this.#running.get(address);
    const turn = (before ?? Promise.resolve()).then(work, work);
    this.#running.set(address, turn);
    try {
      return await turn;
    } finally {
      if (this.#running.get(address) === turn) this.#running.delete(address);
    }
  }

  #now(): number {
    return this.#options.now();
  }
}

interface Counted {
  readonly key: string;
  readonly rate: Rate;
}

function isWrong({ verdict }: Judgement): boolean {
  return 'reason' in verdict && verdict.reason === 'unknown';
}

function tooMany(waitMs: number): ProblemError {
  return new ProblemError('too-many-requests', {
    detail: 'Too many promo codes were tried. Wait before the next.',
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  });
}
