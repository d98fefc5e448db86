import type { RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import { hmac } from '../../store/digest.ts';
import type { Client } from '../guards/client-address.ts';
import { ProblemError } from '../problem-reply.ts';
import type { Challenges, ChallengePurpose } from './challenges.ts';
import { type Rates, waitMs } from './rates.ts';

/** Who asks, from where, and what was done for it. */
export interface Visit {
  /** Undefined where nothing tells. */
  readonly client: Client | undefined;
  /** The host of the page. */
  readonly site: string;
  /** The payload of a challenge. */
  readonly solution: string | null;
}

/** An answer with what became of a promo code. */
interface Judgement {
  readonly verdict: Verdict | RedeemVerdict;
}

/** Decides which guesses at promo codes get an answer. */
export interface Guesses {
  /**
   * The judgement. Throws `challenge-required` where work has to be done for it first, and
   * `too-many-requests` where the visitor has to wait.
   */
  guess<T extends Judgement>(visit: Visit, judge: () => Promise<T>): Promise<T>;
}

/** For load tests, and for owners who have limits before the proxy. */
export const unlimitedGuesses: Guesses = { guess: (_, judge) => judge() };

/** How many wrong guesses are free, and how many there can be with work; then one an interval. */
interface Allowance {
  readonly free: number;
  readonly worked: number;
  readonly intervalMs: number;
  /** Whether there is an end to it: those of everybody make work for everybody, no more. */
  readonly ends: boolean;
}

const allowances: Readonly<Record<keyof Client | 'all', Allowance>> = {
  address: { free: 10, worked: 30, intervalMs: 60_000, ends: true },
  subnet: { free: 50, worked: 150, intervalMs: 12_000, ends: true },
  // So that an hour after an attack nobody has to work any more.
  all: { free: 500, worked: 1000, intervalMs: 7200, ends: false },
};

interface Place extends Allowance {
  readonly key: string;
}

export interface GuessLimitsOptions {
  readonly rates: Rates;
  readonly challenges: Challenges;
  /** The server secret: without it nobody finds an address from what is stored of it. */
  readonly secret: string;
  readonly now: () => number;
}

/**
 * Keeps strangers from finding promo codes by trying. Only guesses at codes that do not exist
 * count: a shop's visitors may all try a code that has ended. After some of them the visitor's
 * device has to work for an answer, and after too many the right code is refused as well, or the
 * refusal itself would tell.
 *
 * Looking costs honest visitors no write. Guesses of one address wait for each other, so that
 * many at once see each other's count; on several servers each may let as many guesses begin as
 * are left, and yet answers to no more wrong ones get out of all of them than the limit is.
 */
export class GuessLimits implements Guesses {
  readonly #options: GuessLimitsOptions;
  readonly #everybody: Promise<Place>;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(options: GuessLimitsOptions) {
    this.#options = options;
    this.#everybody = this.#placeOf('all', '');
  }

  guess<T extends Judgement>(visit: Visit, judge: () => Promise<T>): Promise<T> {
    return this.#inTurn(visit.client?.address, () => this.#guess(visit, judge));
  }

  async #guess<T extends Judgement>(visit: Visit, judge: () => Promise<T>): Promise<T> {
    const { rates, now } = this.#options;
    const places = await this.#placesOf(visit);
    const keys = places.map(({ key }) => key);
    const backlogs = await rates.backlogs(keys, now());
    const waitFor = (place: Place, burst: number): number =>
      waitMs({ ...place, burst }, backlogs.get(place.key) ?? 0);

    const waits = places.map((place) => (place.ends ? waitFor(place, place.worked) : 0));
    const longest = Math.max(...waits);
    if (longest > 0) throw tooMany(longest);
    const isWorked = places.some((place) => waitFor(place, place.free) > 0);
    if (isWorked) await this.#requireWork(visit);

    const judgement = await judge();
    if (isWrong(judgement)) await this.#count(places, isWorked, visit);
    return judgement;
  }

  async #requireWork({ site, solution }: Visit): Promise<void> {
    const { challenges } = this.#options;
    const purpose: ChallengePurpose = { action: 'promo-code', site };
    if (await challenges.spend(solution, purpose)) return;
    throw new ProblemError('challenge-required', { challenge: await challenges.create(purpose) });
  }

  async #count(places: readonly Place[], isWorked: boolean, visit: Visit): Promise<void> {
    const { rates, now } = this.#options;
    for (const { key, free, worked, intervalMs, ends } of places) {
      const rate = { burst: isWorked || !ends ? worked : free, intervalMs };
      if ((await rates.count(key, rate, now())) || !ends) continue;
      // Others were faster by a moment.
      if (isWorked) throw tooMany(intervalMs);
      await this.#requireWork({ ...visit, solution: null });
    }
    await rates.forget(now());
  }

  #placesOf({ client }: Visit): Promise<readonly Place[]> {
    const { address, subnet } = client ?? {};
    return Promise.all([
      ...(address === undefined ? [] : [this.#placeOf('address', address)]),
      ...(subnet === undefined ? [] : [this.#placeOf('subnet', subnet)]),
      this.#everybody,
    ]);
  }

  async #placeOf(kind: keyof typeof allowances, of: string): Promise<Place> {
    const key = await hmac(this.#options.secret, `guesses ${kind} ${of}`);
    return { ...allowances[kind], key };
  }

  async #inTurn<T>(address: string | undefined, work: () => Promise<T>): Promise<T> {
    if (address === undefined) return work();
    const before = this.#running.get(address);
    const turn = (before ?? Promise.resolve()).then(work, work);
    this.#running.set(address, turn);
    try {
      return await turn;
    } finally {
      if (this.#running.get(address) === turn) this.#running.delete(address);
    }
  }
}

function isWrong({ verdict }: Judgement): boolean {
  return 'reason' in verdict && verdict.reason === 'unknown';
}

function tooMany(wait: number): ProblemError {
  return new ProblemError('too-many-requests', {
    detail: 'Too many promo codes were tried. Wait before the next.',
    retryAfterSeconds: Math.ceil(wait / 1000),
  });
}
