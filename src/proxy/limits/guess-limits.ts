import { codeKey } from '../../contract/code.ts';
import type { RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import { ProblemError } from '../problem-reply.ts';
import { AddressTurns } from './address-turns.ts';
import { longestBacklogMs, plausibleBacklogMs, waitMs } from './gcra.ts';
import type { Looks } from './looks.ts';
import { type Allowances, type Digests, type Place, Places } from './places.ts';
import type { Rates } from './rates.ts';
import { type Attendant, UnderWay } from './under-way.ts';
import type { Visit, Work } from './visit.ts';

/** An answer with what became of a promo code. */
interface Judgement {
  readonly verdict: Verdict | RedeemVerdict;
}

/** What a code is counted as: in its company, without regard to case. */
export function nameOf(code: string, company: string | undefined): string {
  return `${company ?? ''}\n${codeKey(code)}`;
}

/** What a guess waits for: a check for a list that is at hand, a redemption for the vendor. */
export type GuessKind = 'check' | 'redemption';

interface Line {
  /** For those of an address to look and begin, one after the other. */
  readonly turns: AddressTurns;
  readonly underWay: UnderWay;
}

/** Decides which guesses at promo codes get an answer. */
export interface Guesses {
  /**
   * The judgement. Throws `challenge-required` where work has to be done for it first, and
   * `too-many-requests` where the visitor has to wait.
   */
  guess<T extends Judgement>(
    visit: Visit,
    code: string,
    judge: () => Promise<T>,
    kind?: GuessKind,
  ): Promise<T>;
}

const allowances: Allowances = {
  address: { free: 10, worked: 30, intervalMs: 60_000, ends: true },
  subnet: { free: 50, worked: 150, intervalMs: 12_000, ends: true },
  // One that an advertisement misspells is no secret: whoever tries it is asked for work, no more.
  code: { free: 100, worked: 200, intervalMs: 36_000, ends: false },
  // So that an hour after an attack nobody has to work any more.
  all: { free: 500, worked: 1000, intervalMs: 7200, ends: false },
};

/** A place, and in how many ms it is clear of what was counted there. */
interface SeenPlace extends Place {
  readonly backlogMs: number;
}

export interface GuessLimitsOptions {
  readonly rates: Rates;
  readonly looks: Looks;
  readonly work: Work;
  readonly digests: Digests;
  readonly now: () => number;
}

/**
 * Keeps strangers from finding promo codes by trying. Only guesses at codes that do not exist
 * count: a shop's visitors may all try a code that has ended. After some of them the visitor's
 * device has to work for an answer, and after too many the right code is refused as well, or the
 * refusal itself would tell.
 *
 * Looking costs honest visitors no write. So no more guesses of an address, or of a network, are
 * under way at once than would be let through if all were wrong; others wait until some of them
 * have their answer. Each server sees its own alone, and yet answers to no more wrong ones get out
 * of all of them than the limit is. Those that wait for the vendor have a line of their own: a lead
 * of another phone behind the address has no time for that.
 */
export class GuessLimits implements Guesses {
  readonly #options: GuessLimitsOptions;
  readonly #places: Places;
  readonly #lines: { readonly [Kind in GuessKind]: Line } = { check: line(), redemption: line() };

  constructor(options: GuessLimitsOptions) {
    this.#options = options;
    this.#places = new Places(options.digests, 'guesses', allowances);
  }

  guess<T extends Judgement>(
    visit: Visit,
    code: string,
    judge: () => Promise<T>,
    kind: GuessKind = 'check',
  ): Promise<T> {
    const { turns, underWay } = this.#lines[kind];
    const places = this.#places.of(visit.client, code);
    const ending = places.filter(({ ends }) => ends).map(({ key }) => key);
    return underWay.attend(ending, async (attendant) => {
      const begin = (): Promise<boolean> => this.#begin(visit, places, attendant);
      const isWorked = await turns.take(visit.client?.address, begin);
      const judgement = await judge();
      if (isWrong(judgement)) await this.#count(places, isWorked, visit);
      return judgement;
    });
  }

  /** As soon as there is room for one more. Answers whether work was done for it. */
  async #begin(visit: Visit, places: readonly Place[], attendant: Attendant): Promise<boolean> {
    for (;;) {
      attendant.look();
      const seen = await this.#look(places);
      const ending = seen.filter(({ ends }) => ends);
      const longest = Math.max(...ending.map((place) => waitAt(place, place.worked)), 0);
      if (longest > 0) throw tooMany(longest);
      const isWorked = seen.some((place) => waitAt(place, place.free) > 0);
      if (isWorked) await this.#options.work.demand(visit);
      const hasRoom = ending.every((place) => {
        const burst = isWorked ? place.worked : place.free;
        return waitAt(place, burst, attendant.uncounted(place.key)) === 0;
      });
      if (hasRoom) {
        attendant.begin();
        return isWorked;
      }
      await attendant.change();
    }
  }

  async #look(places: readonly Place[]): Promise<readonly SeenPlace[]> {
    const backlogs = await this.#options.looks.backlogs(places.map(({ key }) => key));
    return places.map((place, index) => ({
      ...place,
      backlogMs: plausibleBacklogMs(backlogs[index] ?? 0, backlogMsMax(place)),
    }));
  }

  async #count(places: readonly Place[], isWorked: boolean, visit: Visit): Promise<void> {
    const { rates, work, now } = this.#options;
    for (const place of places) {
      const { key, free, worked, intervalMs, ends } = place;
      const rate = { burst: isWorked || !ends ? worked : free, intervalMs };
      if ((await rates.count(key, rate, now(), backlogMsMax(place))) || !ends) continue;
      // Others were faster by a moment.
      if (isWorked) throw tooMany(intervalMs);
      throw await work.problem(visit);
    }
    await rates.forget(now());
  }
}

/** How long one more has to wait there, where so many others are yet to be counted. */
function waitAt({ backlogMs, intervalMs }: SeenPlace, burst: number, uncounted = 0): number {
  return waitMs({ burst, intervalMs }, backlogMs + uncounted * intervalMs);
}

function backlogMsMax({ worked, intervalMs }: Place): number {
  return longestBacklogMs({ burst: worked, intervalMs });
}

/** Whether it is the answer to a guess at a code that does not exist. */
export function isWrong({ verdict }: Judgement): boolean {
  return 'reason' in verdict && verdict.reason === 'unknown';
}

function line(): Line {
  return { turns: new AddressTurns(), underWay: new UnderWay() };
}

function tooMany(wait: number): ProblemError {
  return new ProblemError('too-many-requests', {
    detail: 'Too many promo codes were tried. Wait before the next.',
    retryAfterSeconds: Math.ceil(wait / 1000),
  });
}
