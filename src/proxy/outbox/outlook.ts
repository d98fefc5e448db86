import { sql } from 'kysely';
import type { Store } from '../../store/store.ts';
import { leaseMsMax } from './far-off.ts';

/** What a worker finds when it looks. */
interface Due {
  /** That are due, up to `countMax` each. */
  readonly leads: number;
  readonly redemptions: number;
  /** Whether a lease has run out, or was written by a clock that was ahead. */
  readonly isLeaseOver: boolean;
}

/**
 * What there is to do, in one statement that only reads: a server looks every second, and next to
 * always there is nothing. To claim what is not there would ask for SQLite's write lock each time.
 */
export async function lookAtDue(store: Store, now: number, countMax: number): Promise<Due> {
  const latest = now + leaseMsMax;
  // In order, for the index: PostgreSQL that remembers a backlog would go through the table.
  const due = (table: 'leads' | 'redemptions') => sql`(select count(*) from
    (select 1 from ${sql.table(table)} where due_at <= ${now} order by due_at limit ${countMax})
    as first_due)`;
  const { rows } = await sql<Readonly<Record<'leads' | 'redemptions' | 'leases', number>>>`select
    ${due('leads')} as leads,
    ${due('redemptions')} as redemptions,
    (select count(*) from leads
      where lease_until is not null and (lease_until <= ${now} or lease_until > ${latest})) +
    (select count(*) from redemptions
      where lease_until is not null and (lease_until <= ${now} or lease_until > ${latest}))
      as leases`.execute(store);
  const { leads = 0, redemptions = 0, leases = 0 } = rows[0] ?? {};
  return { leads, redemptions, isLeaseOver: leases > 0 };
}

/**
 * The next instant at which something is due that was not at `lookedAt`, or at which a lease runs
 * out. What was due before and is so still waits for another lead of its phone, which ends here or
 * with its lease: to look again at once would find the same.
 */
export async function findNextDue(
  store: Store,
  lookedAt: number,
  [leadsUntil, redemptionsUntil]: readonly [leadsUntil: number, redemptionsUntil: number],
): Promise<number | undefined> {
  const after = (until: number): number => (until > lookedAt ? Number.MIN_SAFE_INTEGER : lookedAt);
  type Found = Readonly<Record<'lead' | 'redemption' | 'lead_lease' | 'code_lease', number | null>>;
  const { rows } = await sql<Found>`select
    (select min(due_at) from leads where due_at > ${after(leadsUntil)}) as lead,
    (select min(due_at) from redemptions where due_at > ${after(redemptionsUntil)}) as redemption,
    (select min(lease_until) from leads where lease_until is not null) as lead_lease,
    (select min(lease_until) from redemptions where lease_until is not null) as code_lease`.execute(
    store,
  );
  const { lead = null, redemption = null, lead_lease = null, code_lease = null } = rows[0] ?? {};
  const instants = [
    lead && Math.max(lead, leadsUntil),
    redemption && Math.max(redemption, redemptionsUntil),
    lead_lease,
    code_lease,
  ].filter((at) => at !== null);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}
