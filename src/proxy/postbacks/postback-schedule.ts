const minute = 60_000;
const hour = 60 * minute;

const firstWaitsMs: readonly number[] = [1 * minute, 5 * minute, 30 * minute];
/** With an hour between any two of the later ones: three days. */
const attemptsMax = firstWaitsMs.length + 72;

/**
 * How long a postback that failed waits for its next attempt, in ms; undefined when it is given up.
 * By attempts and not by age: a server that was off for a week still has all of them. `random` (0
 * to 1) spreads a backlog.
 */
export function postbackDelayMs(attempts: number, random: number): number | undefined {
  if (attempts >= attemptsMax) return undefined;
  return Math.round((firstWaitsMs[attempts - 1] ?? hour) * (0.9 + 0.2 * random));
}
