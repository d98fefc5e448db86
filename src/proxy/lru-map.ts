/**
 * A map with bounded memory: a stranger who comes from ever new addresses makes it forget the keys
 * that were used longest ago. It approximates LRU with two generations, so that no look-up has to
 * maintain or walk a list.
 */
export class LruMap<Value> {
  readonly #sizeMax: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param sizeMax - Values of one generation; there are up to twice as many. */
  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#sizeMax) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
