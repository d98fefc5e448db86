import { faultCodes, type StatementFault } from './database.ts';
import type { Random } from './random.ts';
import type { Scenario } from './scenario.ts';
import type { Actor } from './scheduler.ts';

/** What may still go wrong, besides the network. */
export class Faults {
  readonly #scenario: Scenario;
  readonly #random: Random;
  #crashes = 0;
  /** From now on nothing goes wrong. */
  isOver = false;

  constructor(scenario: Scenario, random: Random) {
    this.#scenario = scenario;
    this.#random = random;
  }

  /** Whether a process dies at this point. */
  dies({ isMortal }: Actor): boolean {
    const { crashes, crashesMax } = this.#scenario;
    if (this.isOver || !isMortal || this.#crashes >= crashesMax) return false;
    if (!this.#random.chance(crashes)) return false;
    this.#crashes += 1;
    return true;
  }

  stalls(): number {
    return this.isOver ? 0 : this.#scenario.stalls;
  }

  statement(mayBeDone: boolean): StatementFault | undefined {
    if (this.isOver || !this.#random.chance(this.#scenario.databaseFaults)) return undefined;
    return {
      errcode: this.#random.pick(faultCodes),
      isDone: mayBeDone && this.#random.chance(0.5),
    };
  }
}
