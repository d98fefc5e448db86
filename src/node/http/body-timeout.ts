import { ProblemError } from '../../proxy/problem-reply.ts';

type WithBodyTimeout = <T>(body: Promise<T>) => Promise<T>;

interface Reading {
  /** How often it was looked for so far. */
  looks: number;
  readonly giveUp: () => void;
}

/** How often a body is looked for while it may come: one that does not is given up a tenth late. */
const looksMax = 10;

/**
 * Gives bodies up that do not come, so that who sends one reads a problem. When Node's own time is
 * over it answers without a word, and without what a page elsewhere needs to see that it did. One
 * timer looks after all that are read, and none while none is.
 */
export function createBodyTimeout(timeoutMs: number): WithBodyTimeout {
  const readings = new Set<Reading>();
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    for (const reading of readings) {
      reading.looks += 1;
      if (reading.looks > looksMax) reading.giveUp();
    }
    if (readings.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  return async (body) => {
    const late = Promise.withResolvers<never>();
    const reading: Reading = { looks: 0, giveUp: () => late.reject(tooLate()) };
    readings.add(reading);
    timer ??= setInterval(look, timeoutMs / looksMax).unref();
    try {
      return await Promise.race([body, late.promise]);
    } finally {
      readings.delete(reading);
    }
  };
}

/** What may come of the body yet is no request: the connection ends. */
function tooLate(): ProblemError {
  const headers = { connection: 'close' };
  return new ProblemError('request-timeout', { detail: 'Send it again.', headers });
}
