import { sql } from 'kysely';
import type { Store } from '../../store/index.ts';

/**
 * Leases are compared by each server's own clock: one that is ahead by as much as a lease is long
 * puts leads in doubt that another is sending. Told long before that, for clocks drift.
 */
const clockOffMsMax = 10_000;

/**
 * By how many ms our clock is ahead of PostgreSQL's, less than 0 where it is behind. Of several
 * servers on one database each may be compared with it, and so with the others.
 */
export async function clockOffMs(store: Store, now: () => number): Promise<number> {
  const before = now();
  const { rows } = await sql<{ readonly at: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`.execute(store);
  // The answer was given at some time between.
  return (before + now()) / 2 - (rows[0]?.at ?? before);
}

/** In words; undefined where the difference does no harm. */
export function describeClockOff(offMs: number): string | undefined {
  if (Math.abs(offMs) <= clockOffMsMax) return undefined;
  const seconds = Math.round(Math.abs(offMs) / 1000);
  const amount = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  const side = offMs > 0 ? 'ahead of' : 'behind';
  return `this machine's clock is ${amount} ${side} the database's`;
}
