import { type RawBuilder, sql } from 'kysely';

/** How long one call may take: well under the lease, so that a second claim never meets it. */
export const callTimeoutMs = 15_000;
/** For how long a row is claimed. */
export const leaseMs = 60_000;
/**
 * A longer lease was written by a clock that was ahead, and has been set back since. Far more than
 * a lease, because the clocks of two servers differ too.
 */
const leaseMsMax = 60 * 60_000;

/** A signal that is aborted after `ms`; by default `AbortSignal.timeout()`. */
export type Deadline = (ms: number) => AbortSignal;
export const deadlineByClock: Deadline = (ms) => AbortSignal.timeout(ms);

/** Whether a lease has run out, or was written by a clock that was ahead. */
export function isLeaseOver(until: number, now: number): boolean {
  return until <= now || until > now + leaseMsMax;
}

/** The condition for rows of which {@link isLeaseOver} is true. */
export function withLeaseOver(now: number): RawBuilder<boolean> {
  return sql<boolean>`lease_until is not null
    and (lease_until <= ${now} or lease_until > ${now + leaseMsMax})`;
}
