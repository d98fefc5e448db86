export interface Crew {
  /** Says that something may be due that was not before. */
  call(): void;
  /** Works at so many places, where they are free, until nothing is left. */
  work(length: number, signal: AbortSignal): Promise<void>;
}

/** Those who work at the same time, however many calls they are for. */
export function createCrew(runOne: () => Promise<boolean>, concurrency: number): Crew {
  let running = 0;
  let calls = 0;
  const runUntilDone = async (signal: AbortSignal): Promise<void> => {
    if (running >= concurrency) return;
    running += 1;
    try {
      while (!signal.aborted) {
        const callsBefore = calls;
        // Whoever called since may have found every place taken: we look again for them.
        if (!(await runOne()) && calls === callsBefore) break;
      }
    } finally {
      running -= 1;
    }
  };
  return {
    call() {
      calls += 1;
    },
    async work(length, signal) {
      const places = Array.from({ length }, () => runUntilDone(signal));
      // Where the store fails one of them, the calls of the others still run.
      await Promise.allSettled(places);
      await Promise.all(places);
    },
  };
}
