/**
 * Runs the tries of one address one after the other, so that each sees what the others counted.
 * Those of other addresses do not wait for them.
 */
export class PerAddressQueue {
  readonly #running = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the work does. Without an address, the work runs at once. */
  async run<T>(address: string | undefined, work: () => Promise<T>): Promise<T> {
    if (address === undefined) return work();
    const before = this.#running.get(address);
    const turn = (before ?? Promise.resolve()).then(work, work);
    this.#running.set(address, turn);
    try {
      return await turn;
    } finally {
      if (this.#running.get(address) === turn) this.#running.delete(address);
    }
  }
}
