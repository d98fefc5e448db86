import { StoreError } from '../store-error.ts';

export interface BatchQueueOptions<Item, Outcome> {
  /** Does all of the items or, if it throws, none; resolves to an outcome for each. */
  readonly run: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  /** Resolves when every caller in this turn of the event loop has added its item. */
  readonly nextTurn: () => Promise<void>;
  /**
   * Batches that run at once; 4 by default. PostgreSQL commits several at a time, and a batch that
   * waits there for another server's lock then delays no other.
   */
  readonly runningMax?: number;
}

interface Waiting<Item, Outcome> extends PromiseWithResolvers<Outcome> {
  readonly item: Item;
}

/** As much as one statement takes on either database, with room to spare. */
const sizeMax = 200;

/**
 * Group commit: items that arrive together are done together, so that they wait for the disk once.
 * No caller is answered before that, and each gets an outcome of its own. An item that arrives
 * while nothing runs waits for the current turn of the event loop, and for further turns as long as
 * each brings more items: at a rush, callers that were answered together ask together again.
 */
export class BatchQueue<Item, Outcome> {
  readonly #options: BatchQueueOptions<Item, Outcome>;
  readonly #waiting: Waiting<Item, Outcome>[] = [];
  #running = 0;
  #isGathering = false;

  constructor(options: BatchQueueOptions<Item, Outcome>) {
    this.#options = options;
  }

  /** Throws what `run` threw. */
  add(item: Item): Promise<Outcome> {
    const waiting = { item, ...Promise.withResolvers<Outcome>() };
    this.#waiting.push(waiting);
    const isFree = this.#running < (this.#options.runningMax ?? 4);
    if (isFree && !this.#isGathering) void this.#run();
    return waiting.promise;
  }

  async #run(): Promise<void> {
    this.#running += 1;
    await this.#gather();
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, sizeMax));
    this.#running -= 1;
  }

  /** A single item waits for one turn. Each further turn takes one more item. */
  async #gather(): Promise<void> {
    this.#isGathering = true;
    let before: number;
    do {
      before = this.#waiting.length;
      await this.#options.nextTurn();
    } while (this.#waiting.length > before && this.#waiting.length < sizeMax);
    this.#isGathering = false;
  }

  async #settle(batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.#options.run(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined) reject(new RangeError('Cannot answer: no outcome came'));
        else resolve(outcome);
      });
    } catch (error) {
      // An unavailable database fails all of them, and the commit may have taken place.
      if (error instanceof StoreError || batch.length === 1) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One of them cannot be stored, for whatever reason: it must not fail the others.
      for (const one of batch) await this.#settle([one]);
    }
  }
}
