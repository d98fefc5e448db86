import { setTimeout } from 'node:timers/promises';

/** Between two polls: what is polled needs the processor too, on a machine of two cores. */
export function pause(): Promise<void> {
  return setTimeout(20);
}

/** A little less than the time-out of a test: a busy machine may be slow. */
const patienceMs = 110_000;

/** Polls until there is an answer; fails just before the test would time out. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`Cannot wait longer: ${ask.toString()}`);
    await pause();
  }
}
