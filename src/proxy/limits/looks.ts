import { BatchQueue } from '../../store/commits/batch-queue.ts';
import type { Rates } from './rates.ts';

export interface LooksOptions {
  readonly rates: Rates;
  readonly now: () => number;
  readonly nextTurn: () => Promise<void>;
}

/** Asks the store once for all that is asked in one turn of the event loop. */
export class Looks {
  readonly #batches: BatchQueue<readonly string[], readonly number[]>;

  constructor({ rates, now, nextTurn }: LooksOptions) {
    this.#batches = new BatchQueue<readonly string[], readonly number[]>({
      nextTurn,
      run: async (asked) => {
        const backlogs = await rates.backlogs([...new Set(asked.flat())], now());
        return asked.map((keys) => keys.map((key) => backlogs.get(key) ?? 0));
      },
    });
  }

  /** In how many ms each of the keys is clear; 0 where it is. */
  backlogs(keys: readonly string[]): Promise<readonly number[]> {
    return this.#batches.add(keys);
  }
}
