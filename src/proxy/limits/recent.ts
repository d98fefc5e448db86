/**
 * What was seen lately, by key, in bounded memory: of a stranger who comes from ever new addresses
 * the oldest are forgotten first. Two generations instead of a list by age: no look walks over it.
 */
export class Recent<Value> {
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
