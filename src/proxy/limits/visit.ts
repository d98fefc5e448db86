import { type ChallengeAction, unableToSolve } from '../../contract/challenge.ts';
import type { Client } from '../guards/client-address.ts';
import { ProblemError } from '../problem-reply.ts';
import type { Challenges } from './challenges.ts';

/** Who sends a request, from where, and what work was done for it. */
export interface Visitor {
  /** Undefined if nothing says from which address the request comes. */
  readonly client: Client | undefined;
  /** The host of the page. */
  readonly site: string;
  /** The payload of a challenge; {@link unableToSolve} if the visitor cannot solve one. */
  readonly solution: string | null;
}

/** One request of a visitor, with what it is for. */
export interface Visit extends Visitor {
  readonly action: ChallengeAction;
}

/** Asks a visitor's device for proof of work: once per request, however many limits want it. */
export class ProofOfWork {
  readonly #challenges: Challenges;
  readonly #done = new WeakMap<Visit, Promise<boolean>>();

  constructor(challenges: Challenges) {
    this.#challenges = challenges;
  }

  /** Whether the work was done for this request, and was not used before. */
  isDone(visit: Visit): Promise<boolean> {
    const known = this.#done.get(visit);
    if (known) return known;
    const done = this.#challenges.spend(visit.solution, visit);
    this.#done.set(visit, done);
    return done;
  }

  /** Throws `challenge-required` if it was not done. */
  async requireProof(visit: Visit): Promise<void> {
    if (!(await this.isDone(visit))) throw await this.problem(visit);
  }

  /** The refusal with a new challenge, whatever work was done. */
  async problem(visit: Visit): Promise<ProblemError> {
    const challenge = await this.#challenges.create(visit);
    return new ProblemError('challenge-required', { challenge });
  }
}

/** Whether the visitor cannot do the work: a form without script, or a page over plain HTTP. */
export function cannotSolve({ solution }: Visit): boolean {
  return solution === unableToSolve;
}
