import { type RawBuilder, sql } from 'kysely';

/** Whether nobody holds the lease of a row: it never was given, is over, or cannot be right. */
export function isLeaseFree(
  table: 'alerts' | 'shared_values',
  now: number,
  leaseMs: number,
): RawBuilder<boolean> {
  const until = sql.ref(`${table}.lease_until`);
  // Nobody has one as long as that: a clock was ahead, and has been set back since.
  const tooLong = now + 4 * leaseMs;
  return sql<boolean>`(${until} is null or ${until} <= ${now} or ${until} > ${tooLong})`;
}
