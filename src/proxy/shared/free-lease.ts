import { type RawBuilder, sql } from 'kysely';

/** Whether nobody holds the lease of a row: it was never taken, has ended, or is implausible. */
export function isLeaseFree(
  table: 'alerts' | 'shared_values',
  now: number,
  leaseMs: number,
): RawBuilder<boolean> {
  const until = sql.ref(`${table}.lease_until`);
  // No lease is that long: a clock was ahead when it was taken, and has been set back since.
  const tooLong = now + 4 * leaseMs;
  return sql<boolean>`(${until} is null or ${until} <= ${now} or ${until} > ${tooLong})`;
}
