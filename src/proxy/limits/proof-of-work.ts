import { solutionHeader, unableToSolve } from '../../contract/challenge.ts';
import { ProblemError } from '../problem-reply.ts';
import type { Challenges } from './challenges.ts';
import type { Visit } from './visit.ts';

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
    return new ProblemError('challenge-required', {
      detail: `Solve the challenge (ALTCHA, version 2), and send it again with ${solutionHeader}.`,
      challenge,
    });
  }
}

/** Whether the visitor cannot do the work: a form without script, or a page over plain HTTP. */
export function cannotSolve({ solution }: Visit): boolean {
  return solution === unableToSolve;
}
