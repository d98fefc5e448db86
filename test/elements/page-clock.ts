import { patienceMs } from '../support/elements/wait-until.ts';

type SetTimeout = (run: () => void, ms?: number) => number;

/**
 * The clock of the page, which a test can put ahead: timers that are due then go off at once.
 * Otherwise it runs as usual. Timers shorter than `fromMs` keep to real time: a deadline for the
 * browser's storage, say, which a busy machine needs in full.
 */
export class PageClock {
  readonly #timers = new Map<number, { readonly run: () => void; readonly at: number }>();
  readonly #native = {
    setTimeout: window.setTimeout,
    clearTimeout: window.clearTimeout,
    now: Date.now,
  };
  #aheadMs = 0;

  constructor(fromMs = 0) {
    const { setTimeout, clearTimeout, now } = this.#native;
    const set: SetTimeout = (run, ms = 0) => {
      const id = setTimeout(() => {
        this.#timers.delete(id);
        run();
      }, ms);
      // A test's own patience is no timer of the page.
      if (ms >= fromMs && ms !== patienceMs) this.#timers.set(id, { run, at: Date.now() + ms });
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
