import { Batches } from '../../store/batches.ts';
import type { Rates } from './rates.ts';

export interface LooksOptions {
  readonly rates: Rates;
  readonly now: () => number;
  readonly nextTurn: () => Promise<void>;
}

/** Asks the store once for all that is asked in one turn of the event loop. */
export class Looks {
  readonly #batches: Batches<string, number>;

  constructor({ rates, now, nextTurn }: LooksOptions) {
    this.#batches = new Batches({
      nextTurn,
      carryOut: async (keys) => {
        const backlogs = await rates.backlogs([...new Set(keys)], now());
        return keys.map((key) => backlogs.get(key) ?? 0);
      },
    });
  }

  /** In how many ms a key is clear; 0 where it is. */
  backlog(key: string): Promise<number> {
    return this.#batches.add(key);
  }
}
