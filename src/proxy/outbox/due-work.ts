import { sql } from 'kysely';
import type { Store } from '../../store/store.ts';
import { isLeaseOver } from './lease.ts';

type Outbox = 'leads' | 'redemptions';

/** What there is to do. */
interface Due {
  /** How many are due, up to `countMax` of each. */
  readonly leads: number;
  readonly redemptions: number;
  /** Whether a lease has run out, or was written by a clock that was ahead. */
  readonly isLeaseOver: boolean;
}

/** When the first and the last of the running leases end. */
const firstLease = (table: Outbox) =>
  sql`(select min(lease_until) from ${sql.table(table)} where lease_until is not null)`;
const lastLease = (table: Outbox) =>
  sql`(select max(lease_until) from ${sql.table(table)} where lease_until is not null)`;

/**
 * What there is to do, in one statement that only reads: a server asks every second and after each
 * lead, and almost always there is nothing. To claim what is not there would take SQLite's write
 * lock each time.
 *
 * Each subquery reads the head of an index. Otherwise PostgreSQL would go through all leads as long
 * as it has no statistics of the tables, or those of a backlog.
 */
export async function peekDue(store: Store, now: number, countMax: number): Promise<Due> {
  const due = (table: Outbox) => sql`(select count(*) from
    (select 1 from ${sql.table(table)} where due_at <= ${now} order by due_at limit ${countMax})
    as first_due)`;
  type Found = Readonly<Record<Outbox, number>> &
    Readonly<Record<'lead_first' | 'lead_last' | 'code_first' | 'code_last', number | null>>;
  const { rows } = await sql<Found>`select
    ${due('leads')} as leads, ${due('redemptions')} as redemptions,
    ${firstLease('leads')} as lead_first, ${lastLease('leads')} as lead_last,
    ${firstLease('redemptions')} as code_first,
    ${lastLease('redemptions')} as code_last`.execute(store);
  const { leads = 0, redemptions = 0, ...leases } = rows[0] ?? {};
  const isOver = (at: number | null): boolean => at !== null && isLeaseOver(at, now);
  return { leads, redemptions, isLeaseOver: Object.values(leases).some(isOver) };
}

/**
 * The next instant at which something is due that was not at `peekedAt`, or at which a lease runs
 * out. What was due before and still is waits for another lead of its phone, which ends in this
 * process or with its lease: to ask again at once would find the same.
 */
export async function findNextDue(
  store: Store,
  peekedAt: number,
  [leadsUntil, redemptionsUntil]: readonly [leadsUntil: number, redemptionsUntil: number],
): Promise<number | undefined> {
  const after = (until: number): number => (until > peekedAt ? Number.MIN_SAFE_INTEGER : peekedAt);
  type Found = Readonly<Record<'lead' | 'redemption' | 'lead_lease' | 'code_lease', number | null>>;
  const { rows } = await sql<Found>`select
    (select min(due_at) from leads where due_at > ${after(leadsUntil)}) as lead,
    (select min(due_at) from redemptions where due_at > ${after(redemptionsUntil)}) as redemption,
    ${firstLease('leads')} as lead_lease,
    ${firstLease('redemptions')} as code_lease`.execute(store);
  const { lead = null, redemption = null, lead_lease = null, code_lease = null } = rows[0] ?? {};
  const instants = [
    lead && Math.max(lead, leadsUntil),
    redemption && Math.max(redemption, redemptionsUntil),
    lead_lease,
    code_lease,
  ].filter((at) => at !== null);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}
