/**
 * The generic cell rate algorithm (GCRA, ITU-T I.371), also known as the leaky bucket as a meter.
 * What is stored of a key is one instant, `clearAt`: each thing that is counted moves it by one
 * interval, and the key is clear again when it has passed. How far it is ahead is the backlog.
 */
export interface Rate {
  /** How many may come at once; after them one more each interval. */
  readonly burst: number;
  readonly intervalMs: number;
}

/** How far the clocks of two servers may differ; by far less, as a rule. */
const skewMsMax = 5 * 60_000;

/** No backlog of a rate is longer, unless the clock was set back since it was counted. */
export function longestBacklogMs({ burst, intervalMs }: Rate): number {
  return burst * intervalMs + skewMsMax;
}

/** The backlog, or 0 if it is longer than it can be: then the clock was set back since. */
export function plausibleBacklogMs(backlogMs: number, backlogMsMax: number): number {
  return backlogMs > backlogMsMax ? 0 : Math.max(0, backlogMs);
}

/** The milliseconds until there is room for one more; 0 if there is room now. */
export function waitMs({ burst, intervalMs }: Rate, backlogMs: number): number {
  return Math.max(0, backlogMs - (burst - 1) * intervalMs);
}

/** When the key is clear again after one more was counted. */
export function nextClearAt(now: number, backlogMs: number, { intervalMs }: Rate): number {
  return now + backlogMs + intervalMs;
}
