import { StoreError } from '../store-error.ts';

export interface BatchesOptions<Item, Outcome> {
  /** Does all of them or, if it throws, none. Resolves to an outcome for each. */
  readonly run: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  /** Resolves when everybody who has something in this turn of the event loop has brought it. */
  readonly nextTurn: () => Promise<void>;
  /**
   * Batches on their way at once; 4 by itself. PostgreSQL commits several at a time; and one that
   * waits there for another server's lock holds the next ones up no longer than itself.
   */
  readonly runningMax?: number;
}

interface Waiting<Item, Outcome> extends PromiseWithResolvers<Outcome> {
  readonly item: Item;
}

/** As much as one statement takes on either database, with room to spare. */
const sizeMax = 200;

/**
 * Group commit: what is asked for at the same time is done in one go, so that it waits for the disk
 * once. Nobody is answered before that, and each gets an answer of its own. Who comes while nothing
 * runs waits for the others of the same turn, and of the next ones while each of these brings more:
 * at a rush, those who were answered together ask again together, in turn after turn.
 */
export class Batches<Item, Outcome> {
  readonly #options: BatchesOptions<Item, Outcome>;
  readonly #waiting: Waiting<Item, Outcome>[] = [];
  #running = 0;
  #isGathering = false;

  constructor(options: BatchesOptions<Item, Outcome>) {
    this.#options = options;
  }

  /** Throws what carrying it out threw. */
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

  /** A lone one waits for one turn. No turn comes without one more, so that they are few. */
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
      // A database that is away is so for all of them, and its commit may have taken place.
      if (error instanceof StoreError || batch.length === 1) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One of them is not to be stored, for whatever reason: the others are no worse for it.
      for (const one of batch) await this.#settle([one]);
    }
  }
}
