type SetTimeout = (run: () => void, ms?: number) => number;

/** Longer than anything that a page waits for: a time limit of the test itself. */
const ownMs = 40_000;

/**
 * The clock of the page, which a test can put ahead: timers that are due by then fire at once.
 * Otherwise it runs as usual, and so do timers that are due earlier.
 */
export class PageClock {
  readonly #timers = new Map<number, { readonly run: () => void; readonly at: number }>();
  readonly #native = {
    setTimeout: window.setTimeout,
    clearTimeout: window.clearTimeout,
    now: Date.now,
  };
  #aheadMs = 0;

  constructor() {
    const { setTimeout, clearTimeout, now } = this.#native;
    const set: SetTimeout = (run, ms = 0) => {
      const id = setTimeout(() => {
        this.#timers.delete(id);
        run();
      }, ms);
      if (ms < ownMs) this.#timers.set(id, { run, at: Date.now() + ms });
      return id;
    };
    const clear = (id?: number): void => {
      if (id !== undefined) this.#timers.delete(id);
      clearTimeout(id);
    };
    Object.assign(window, { setTimeout: set, clearTimeout: clear });
    Date.now = () => now() + this.#aheadMs;
  }

  putAhead(ms: number): void {
    this.#aheadMs += ms;
    const now = Date.now();
    const due = [...this.#timers].filter(([, { at }]) => at <= now);
    for (const [id, { run }] of due.toSorted(([, one], [, other]) => one.at - other.at)) {
      // An earlier timer may have cleared it.
      if (!this.#timers.has(id)) continue;
      clearTimeout(id);
      run();
    }
  }

  /** Puts it ahead second by second, until `ends` has settled. */
  async pass<T>(ends: Promise<T>): Promise<T> {
    const tick = (): Promise<boolean> =>
      new Promise((resolve) => this.#native.setTimeout.call(window, () => resolve(true), 5));
    const end = ends.then(
      () => false,
      () => false,
    );
    while (await Promise.race([tick(), end])) this.putAhead(1_000);
    return ends;
  }

  restore(): void {
    const { now, ...timers } = this.#native;
    Object.assign(window, timers);
    Date.now = now;
  }
}
