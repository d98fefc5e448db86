import { type RawBuilder, sql } from 'kysely';

/** How long one call may take; well under the lease, so that no second claim meets it. */
export const callTimeoutMs = 15_000;
/** How long whoever claimed a row may take. */
export const leaseMs = 60_000;
/**
 * A lease that lasts longer was written by a clock that was ahead and has been set back since. Far
 * more than a lease is, because the clocks of two servers differ too.
 */
const leaseMsMax = 60 * 60_000;

/** A signal that is aborted after so many milliseconds; by itself `AbortSignal.timeout()`. */
export type Deadline = (ms: number) => AbortSignal;
export const deadlineByClock: Deadline = (ms) => AbortSignal.timeout(ms);

/** Whether a lease has run out, or was written by a clock that was ahead. */
export function isLeaseOver(until: number, now: number): boolean {
  return until <= now || until > now + leaseMsMax;
}

/** The rows of which {@link isLeaseOver} holds. */
export function withLeaseOver(now: number): RawBuilder<boolean> {
  return sql<boolean>`lease_until is not null
    and (lease_until <= ${now} or lease_until > ${now + leaseMsMax})`;
}
