import type { ChallengeAction } from '../../contract/challenge.ts';
import { ProblemError } from '../problem-reply.ts';
import { waitMs } from './gcra.ts';
import { type Allowances, type Digests, type Place, Places } from './places.ts';
import type { Tallies, Tally } from './tallies.ts';
import { isUnable, type Visit, type Work } from './visit.ts';

/**
 * What a visitor's request is to the limits: one of few; one of too many from everywhere, or from
 * the visitor's own address or network, for which no work was done.
 */
export type Standing = 'clear' | 'rush' | 'flood';

/** How much is free of each kind, and how much there can be with work. */
export type FloodAllowances = Readonly<Record<ChallengeAction, Allowances>>;

/**
 * An address may stand for the thousands of a carrier's phones, and each sends one lead and tries
 * one or two codes: so a crowd is free, and after it a moment of work. The room comes back slowly,
 * because what comes steadily from one address, for hours, is no crowd.
 */
const defaultAllowances: FloodAllowances = {
  lead: {
    address: { free: 1000, worked: 5000, intervalMs: 30_000, ends: true },
    subnet: { free: 3000, worked: 15_000, intervalMs: 10_000, ends: true },
    all: { free: 10_000, worked: 10_000, intervalMs: 500, ends: false },
  },
  'promo-code': {
    address: { free: 1000, worked: 5000, intervalMs: 10_000, ends: true },
    subnet: { free: 3000, worked: 15_000, intervalMs: 3000, ends: true },
    // One that is on television is tried by everybody.
    code: { free: 5000, worked: 5000, intervalMs: 500, ends: false },
    all: { free: 20_000, worked: 20_000, intervalMs: 200, ends: false },
  },
};

/** A place is conspicuous, and counted in the store, from this part of what is free on. */
const quietPart = 1 / 4;
/** Where nobody is refused, a write for each of this part of what is free will do. */
const stepPart = 1 / 100;

export interface FloodLimitsOptions {
  readonly tallies: Tallies;
  readonly work: Work;
  readonly digests: Digests;
  readonly allowances?: FloodAllowances | undefined;
}

/** Limits how much comes in, whatever it says. */
export interface Floods {
  /** Counts a lead, which is never refused for good: at worst it is part of a flood. */
  admitLead(visit: Visit): Promise<Standing>;
  /**
   * Counts a question about a code. Those of a lead are counted with it, by {@link admitLead}.
   * Throws `challenge-required` and `too-many-requests`.
   */
  admitQuestion(visit: Visit, code: string): Promise<void>;
}

export class FloodLimits implements Floods {
  readonly #options: FloodLimitsOptions;
  readonly #places: Readonly<Record<ChallengeAction, Places>>;

  constructor(options: FloodLimitsOptions) {
    this.#options = options;
    const { allowances = defaultAllowances } = options;
    const places = (action: ChallengeAction): Places =>
      new Places(options.digests, `flood of ${action}`, allowances[action]);
    this.#places = { lead: places('lead'), 'promo-code': places('promo-code') };
  }

  async admitLead(visit: Visit): Promise<Standing> {
    const places = this.#places.lead.of(visit.client);
    const wanting = await this.#countFree(places);
    if (wanting.length === 0) return 'clear';
    if (isUnable(visit)) return wanting.some(({ ends }) => ends) ? 'flood' : 'rush';
    await this.#options.work.demand(visit);
    return (await this.#countWorked(places)) ? 'clear' : 'flood';
  }

  async admitQuestion(visit: Visit, code: string): Promise<void> {
    const places = this.#places['promo-code'].of(visit.client, code);
    const wanting = await this.#countFree(places);
    if (wanting.length === 0) return;
    await this.#options.work.demand(visit);
    if (await this.#countWorked(places)) return;
    const waits = (await this.#backlogs(places)).map(([place, backlogMs]) =>
      place.ends ? waitMs({ ...place, burst: place.worked }, backlogMs) : 0,
    );
    throw new ProblemError('too-many-requests', {
      detail: 'Too many promo codes are asked for from here. Wait before the next.',
      retryAfterSeconds: Math.max(1, Math.ceil(Math.max(...waits) / 1000)),
    });
  }

  /** Counts one where it is free everywhere; answers where it is not. */
  async #countFree(places: readonly Place[]): Promise<readonly Place[]> {
    const full = (await this.#backlogs(places)).filter(
      ([place, backlogMs]) => waitMs({ ...place, burst: place.free }, backlogMs) > 0,
    );
    if (full.length > 0) return full.map(([place]) => place);
    const { tallies } = this.#options;
    const counted = await Promise.all(
      places.map((place) => tallies.count(tallyOf(place), place.free)),
    );
    // Others may have been faster by a moment.
    return places.filter((_, index) => counted[index] === false);
  }

  /** Counts one for which work was done; false where that is too many as well. */
  async #countWorked(places: readonly Place[]): Promise<boolean> {
    const { tallies } = this.#options;
    const ending = places.filter(({ ends }) => ends);
    const counted = await Promise.all(
      ending.map((place) => tallies.count(tallyOf(place), place.worked)),
    );
    return counted.every(Boolean);
  }

  async #backlogs(
    places: readonly Place[],
  ): Promise<readonly (readonly [place: Place, backlogMs: number])[]> {
    const backlogs = await this.#options.tallies.backlogs(places.map(tallyOf));
    return places.map((place, index) => [place, backlogs[index] ?? 0]);
  }
}

function tallyOf({ key, free, worked, intervalMs, ends }: Place): Tally {
  const step = ends ? 1 : Math.max(1, Math.floor(free * stepPart));
  return { key, intervalMs, quiet: Math.floor(free * quietPart), step, most: worked };
}
