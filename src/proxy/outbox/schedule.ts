const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

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
  return wait === undefined ? undefined : Math.round(wait * (0.9 + 0.2 * random));
}

function lateWaitMs(ageMs: number): number | undefined {
  if (ageMs < 76 * hour) return hour;
  return ageMs < 14 * day ? 6 * hour : undefined;
}
