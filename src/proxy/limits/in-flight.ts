/** The calls at one bucket; forgotten when the last permit is given back. */
interface BucketCalls {
  readonly key: string;
  permits: number;
  begun: number;
  ended: number;
  readonly waiting: Set<() => void>;
}

/** Calls in flight at each bucket, on this server, that have not been counted there yet. */
export class InFlight {
  readonly #calls = new Map<string, BucketCalls>();

  /** Does some work that may begin at these buckets; when it is done, it has ended there. */
  async enter<T>(keys: readonly string[], work: (permit: Permit) => Promise<T>): Promise<T> {
    const calls = keys.map((key) => this.#callsOf(key));
    for (const each of calls) each.permits += 1;
    const permit = new Permit(calls);
    try {
      return await work(permit);
    } finally {
      permit.end();
      for (const each of calls) {
        each.permits -= 1;
        if (each.permits === 0) this.#calls.delete(each.key);
      }
    }
  }

  #callsOf(key: string): BucketCalls {
    const known = this.#calls.get(key);
    if (known) return known;
    const calls = { key, permits: 0, begun: 0, ended: 0, waiting: new Set<() => void>() };
    this.#calls.set(key, calls);
    return calls;
  }
}

/** The permit of one call: with it the call begins, and sees how many others have. */
export class Permit {
  readonly #calls: readonly BucketCalls[];
  /** By key, how many calls had ended at the last {@link mark}. */
  #ended: ReadonlyMap<string, number> = new Map();
  #hasBegun = false;

  constructor(calls: readonly BucketCalls[]) {
    this.#calls = calls;
  }

  /** To be called before the counts are read. */
  mark(): void {
    this.#ended = new Map(this.#calls.map(({ key, ended }) => [key, ended]));
  }

  /** How many calls have begun at the bucket whose result the counts may lack. */
  uncounted(at: string): number {
    const begun = this.#calls.find(({ key }) => key === at)?.begun ?? 0;
    return begun - (this.#ended.get(at) ?? 0);
  }

  begin(): void {
    this.#hasBegun = true;
    for (const each of this.#calls) each.begun += 1;
  }

  end(): void {
    if (!this.#hasBegun) return;
    for (const each of this.#calls) {
      each.ended += 1;
      for (const resolve of each.waiting) resolve();
      each.waiting.clear();
    }
  }

  /** Resolves when a call has ended since the mark; only to be awaited while some are uncounted. */
  async change(): Promise<void> {
    if (this.#calls.some(({ key, ended }) => ended !== this.#ended.get(key))) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const { waiting } of this.#calls) waiting.add(resolve);
    await promise;
    for (const { waiting } of this.#calls) waiting.delete(resolve);
  }
}
