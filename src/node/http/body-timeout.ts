import { ProblemError } from '../../proxy/problem-reply.ts';

type WithBodyTimeout = <T>(body: Promise<T>) => Promise<T>;

interface Reading {
  /** How often the timer has found it unfinished. */
  looks: number;
  readonly giveUp: () => void;
}

/** How often the timer checks within the timeout: a body is given up at most a tenth too late. */
const looksMax = 10;

/**
 * Gives up bodies that do not arrive, so that their senders get a problem reply. Node's own timeout
 * replies without a body, and without the CORS headers that a page needs to see it. One timer
 * serves all bodies, and there is none while no body is being read.
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

/** The rest of the body must not be read as a request, so the connection is closed. */
function tooLate(): ProblemError {
  const headers = { connection: 'close' };
  return new ProblemError('request-timeout', { detail: 'Send it again.', headers });
}
