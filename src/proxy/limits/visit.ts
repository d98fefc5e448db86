import { type ChallengeAction, unableToSolve } from '../../contract/challenge.ts';
import type { Client } from '../guards/client-address.ts';
import { ProblemError } from '../problem-reply.ts';
import type { Challenges } from './challenges.ts';

/** Who asks for what, from where, and what was done for it. */
export interface Visit {
  /** Undefined where nothing tells. */
  readonly client: Client | undefined;
  /** The host of the page. */
  readonly site: string;
  readonly action: ChallengeAction;
  /** The payload of a challenge; {@link unableToSolve} of whoever cannot. */
  readonly solution: string | null;
}

/** Asks a visitor's device for work, once for one request however many limits want it. */
export class Work {
  readonly #challenges: Challenges;
  readonly #done = new WeakMap<Visit, Promise<boolean>>();

  constructor(challenges: Challenges) {
    this.#challenges = challenges;
  }

  /** Whether the work was done for this, and for nothing before. */
  isDone(visit: Visit): Promise<boolean> {
    const known = this.#done.get(visit);
    if (known) return known;
    const done = this.#challenges.spend(visit.solution, visit);
    this.#done.set(visit, done);
    return done;
  }

  /** Throws `challenge-required` where it was not. */
  async demand(visit: Visit): Promise<void> {
    if (!(await this.isDone(visit))) throw await this.problem(visit);
  }

  /** A new challenge, whatever was done. */
  async problem(visit: Visit): Promise<ProblemError> {
    const challenge = await this.#challenges.create(visit);
    return new ProblemError('challenge-required', { challenge });
  }
}

/** Whether the visitor has no way to do the work: a form without script, a page over plain http. */
export function isUnable({ solution }: Visit): boolean {
  return solution === unableToSolve;
}
