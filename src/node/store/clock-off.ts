import { sql } from 'kysely';
import type { Store } from '../../store/index.ts';

/**
 * Each server compares leases with its own clock: one that is ahead by the length of a lease marks
 * leads as in doubt that another is sending. The warning comes long before that, as clocks drift.
 */
const clockOffMsMax = 10_000;

/**
 * By how many ms our clock is ahead of PostgreSQL's; negative if it is behind. Servers on one
 * database can all be compared with it, and so with each other.
 */
export async function clockOffMs(store: Store, now: () => number): Promise<number> {
  const before = now();
  const { rows } = await sql<{ readonly at: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`.execute(store);
  // The reply was made at some time in between.
  return (before + now()) / 2 - (rows[0]?.at ?? before);
}

/** In words; undefined if the difference does no harm. */
export function describeClockOff(offMs: number): string | undefined {
  if (Math.abs(offMs) <= clockOffMsMax) return undefined;
  const seconds = Math.round(Math.abs(offMs) / 1000);
  const amount = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  const side = offMs > 0 ? 'ahead of' : 'behind';
  return `this machine's clock is ${amount} ${side} the database's`;
}
