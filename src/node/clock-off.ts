import { sql } from 'kysely';
import type { Store } from '../store/index.ts';

/** As long as a challenge is good for: a server that is further off takes none of another's. */
const clockOffMsMax = 5 * 60_000;

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
  const minutes = Math.round(Math.abs(offMs) / 60_000);
  const side = offMs > 0 ? 'ahead of' : 'behind';
  return `this machine's clock is ${minutes} minutes ${side} the database's`;
}
