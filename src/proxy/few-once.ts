/** Whoever makes things up fills no log. */
const toldMax = 20;

/** What the owner is told of once for each, and of no more than a few. */
export class FewOnce {
  readonly #told = new Set<string>();

  /** Whether it is to be told of now. */
  isNew(what: string): boolean {
    if (this.#told.size >= toldMax || this.#told.has(what)) return false;
    this.#told.add(what);
    return true;
  }
}
