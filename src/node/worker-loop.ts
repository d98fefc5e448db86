import type { Log } from '../proxy/log.ts';
import type { Worker } from '../proxy/outbox/worker.ts';

export interface WorkerLoop {
  /** Checks for the first time. */
  start(): void;
  /** Something became due just now. */
  wake(): void;
  /**
   * Begins no further work and waits for what runs. Resolves to false if that took longer than the
   * deadline: those rows stay `sending`, and are in doubt when their lease has run out.
   */
  stop(deadlineMs: number): Promise<boolean>;
}

export interface WorkerLoopOptions {
  readonly worker: Worker;
  readonly now: () => number;
  readonly log: Log;
  /** The longest wait before the next check: another process may have written. */
  readonly lookAgainMs?: number;
}

/** Runs the worker whenever something is due. */
export function createWorkerLoop(options: WorkerLoopOptions): WorkerLoop {
  const { worker, now, log, lookAgainMs = 1000 } = options;
  const stopping = new AbortController();
  const rounds = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isWoken = false;

  const round = async (): Promise<void> => {
    let next: number | undefined;
    try {
      next = await worker.runDue(stopping.signal);
    } catch (error) {
      // The store is locked or full: nothing was lost, and the next run may succeed.
      log.error('worker.failed', { error });
    }
    if (!stopping.signal.aborted) lookIn((next ?? Infinity) - now());
  };
  const look = (): void => {
    isWoken = false;
    clearTimeout(timer);
    // The next run does not wait for this one: a slow upstream must not hold up a new lead.
    timer = setTimeout(look, lookAgainMs);
    const running = round();
    rounds.add(running);
    void running.finally(() => rounds.delete(running));
  };
  const lookIn = (waitMs: number): void => {
    if (isWoken) return;
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(Math.max(waitMs, shortestWaitMs), lookAgainMs));
  };

  return {
    start: look,
    wake() {
      if (isWoken || stopping.signal.aborted) return;
      isWoken = true;
      clearTimeout(timer);
      // Many leads of one turn of the event loop need only one run.
      timer = setTimeout(look, 0);
    },
    async stop(deadlineMs) {
      stopping.abort();
      clearTimeout(timer);
      const deadline = Promise.withResolvers<boolean>();
      const deadlineTimer = setTimeout(() => deadline.resolve(false), deadlineMs);
      const ended = Promise.all(rounds).then(() => true);
      const isDone = await Promise.race([ended, deadline.promise]);
      clearTimeout(deadlineTimer);
      return isDone;
    },
  };
}

/** Something that stays due (its phone is being sent already) must not spin the loop. */
const shortestWaitMs = 20;
