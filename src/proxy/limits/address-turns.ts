/**
 * Takes the tries of one address one after the other, so that many at once see each other's count.
 * Those of other addresses wait for none of them.
 */
export class AddressTurns {
  readonly #running = new Map<string, Promise<unknown>>();

  /** What the work answers or throws; where no address is known, it waits for nobody. */
  async take<T>(address: string | undefined, work: () => Promise<T>): Promise<T> {
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
