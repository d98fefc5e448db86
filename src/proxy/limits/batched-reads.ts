import { BatchQueue } from '../../store/commits/batch-queue.ts';
import type { Rates } from './rates.ts';

export interface BatchedReadsOptions {
  readonly rates: Rates;
  readonly now: () => number;
  readonly nextTurn: () => Promise<void>;
}

/** Answers all reads of one turn of the event loop by one query. */
export class BatchedReads {
  readonly #batches: BatchQueue<readonly string[], readonly number[]>;

  constructor({ rates, now, nextTurn }: BatchedReadsOptions) {
    this.#batches = new BatchQueue<readonly string[], readonly number[]>({
      nextTurn,
      run: async (asked) => {
        const backlogs = await rates.backlogs([...new Set(asked.flat())], now());
        return asked.map((keys) => keys.map((key) => backlogs.get(key) ?? 0));
      },
    });
  }

  /** The backlog of each key, in ms. */
  backlogs(keys: readonly string[]): Promise<readonly number[]> {
    return this.#batches.add(keys);
  }
}
