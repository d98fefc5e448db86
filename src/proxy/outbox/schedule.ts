import { dayMs, hourMs } from '../../contract/durations.ts';

const second = 1000;
const minute = 60 * second;

/** Waits before the next attempt, by the number of attempts so far. */
const firstWaitsMs: readonly number[] = [
  1 * second,
  5 * second,
  15 * second,
  1 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
];

/**
 * How long a lead that certainly was not sent waits for its next attempt, in ms; undefined when it
 * is too old to go on. `random` (0 to 1) spreads a backlog, so that an upstream that comes back
 * does not get all leads at once.
 */
export function retryDelayMs(attempts: number, ageMs: number, random: number): number | undefined {
  const wait = firstWaitsMs[attempts - 1] ?? lateWaitMs(ageMs);
  return wait === undefined ? undefined : spread(wait, random);
}

/** A wait, up to a tenth shorter or longer. */
export function spread(ms: number, random: number): number {
  return Math.round(ms * (0.9 + 0.2 * random));
}

function lateWaitMs(ageMs: number): number | undefined {
  if (ageMs < 76 * hourMs) return hourMs;
  return ageMs < 14 * dayMs ? 6 * hourMs : undefined;
}
