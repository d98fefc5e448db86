import { hourMs } from '../../contract/durations.ts';
import { spread } from '../outbox/schedule.ts';

const minute = 60_000;

const firstWaitsMs: readonly number[] = [1 * minute, 5 * minute, 30 * minute];

/** How old a postback may get before it is given up. */
export const ageMsMax: number = 72 * hourMs;

export interface Tried {
  readonly attempts: number;
  readonly ageMs: number;
}

/**
 * How long a failed postback waits for its next attempt, in ms; undefined when it is given up. That
 * goes by age: while a tracker is away, few of those that wait are tried at all. A server that was
 * off for a week still makes the first attempts. `random` (0 to 1) spreads a backlog.
 */
export function postbackDelayMs({ attempts, ageMs }: Tried, random: number): number | undefined {
  const first = firstWaitsMs[attempts - 1];
  if (first === undefined && ageMs >= ageMsMax) return undefined;
  return spread(first ?? hourMs, random);
}
