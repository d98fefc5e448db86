import { Session } from 'node:inspector/promises';

/** Which blocks of our sources ran, as counted by V8: finds the inputs that go further. */
export class Coverage {
  readonly #session: Session = new Session();
  readonly #seen: Set<string> = new Set();

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** The number of known blocks. */
  get size(): number {
    return this.#seen.size;
  }

  /** Whether blocks ran since the last call that were not known; `learn` makes them known. */
  async look(learn: boolean): Promise<boolean> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    let isNew = false;
    for (const { url, functions } of result) {
      if (!url.includes('/src/')) continue;
      for (const { ranges } of functions) {
        for (const { startOffset, endOffset, count } of ranges) {
          const block = `${url}:${startOffset}:${endOffset}`;
          if (count === 0 || this.#seen.has(block)) continue;
          isNew = true;
          if (learn) this.#seen.add(block);
        }
      }
    }
    return isNew;
  }

  stop(): void {
    this.#session.disconnect();
  }
}
