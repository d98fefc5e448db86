export interface WorkerPool {
  /** To be called when something may be due that was not before. */
  wake(): void;
  /** Runs at most this many workers, as far as slots are free, until nothing is left to do. */
  work(length: number, signal: AbortSignal): Promise<void>;
}

/** Limits how many workers run at once, over all calls of `work()`. */
export function createWorkerPool(runOne: () => Promise<boolean>, concurrency: number): WorkerPool {
  let running = 0;
  let wakes = 0;
  const runUntilDone = async (signal: AbortSignal): Promise<void> => {
    if (running >= concurrency) return;
    running += 1;
    try {
      while (!signal.aborted) {
        const wakesBefore = wakes;
        // A caller since then may have found all slots taken, so one more try is made for it.
        if (!(await runOne()) && wakes === wakesBefore) break;
      }
    } finally {
      running -= 1;
    }
  };
  return {
    wake() {
      wakes += 1;
    },
    async work(length, signal) {
      const workers = Array.from({ length }, () => runUntilDone(signal));
      // If the store fails one of them, the calls of the others still run to their end.
      await Promise.allSettled(workers);
      await Promise.all(workers);
    },
  };
}
