import { type Selectable, sql } from 'kysely';
import { transactTogether, writeTogether } from '../../store/commits/group-commit.ts';
import { isUniqueViolation } from '../../store/dialects/error-codes.ts';
import type { LeadTable } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import {
  doubtsMax,
  type LeadSituation,
  type LeadTransition,
  leadTransition,
} from './lead-transition.ts';
import { leaseMs, withLeaseOver } from './lease.ts';
import { recordLeadState } from './record-lead-state.ts';

type LeadRow = Selectable<LeadTable>;

/** Columns that are never encrypted: a lead is claimed and settled without a key. */
const claimedColumns = [
  'ref',
  'fence',
  'attempts',
  'doubts',
  'received_at',
  'tried_since',
  'lease_until',
  'product',
  'promo_code',
] as const;
export type ClaimedLead = Pick<LeadRow, (typeof claimedColumns)[number]>;

/** Personal columns that are sent. */
const personalColumns = ['first_name', 'last_name', 'phone', 'click_id'] as const;
export type LeadPerson = Pick<LeadRow, (typeof personalColumns)[number]>;

/**
 * Claims the lead that is due longest, committed as `sending` before a byte leaves: after a crash
 * the row says that something may have been sent. Never two leads of one phone at once, because the
 * second would get a "double phone" that belongs to the first; and none while another is in doubt,
 * because its call may still be running upstream. With `dueAfter`, only a lead that became due
 * after that instant.
 */
export async function claimLead(
  store: Store,
  now: number,
  dueAfter: number = Number.MIN_SAFE_INTEGER,
): Promise<ClaimedLead | undefined> {
  for (;;) {
    try {
      return await writeTogether(store, (within) => tryClaim(within, now, dueAfter));
    } catch (error) {
      // Another worker claimed another lead of this phone in between, and the unique index on
      // running leads waited for its commit. The next try sees that lead running.
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

/**
 * One statement. Two workers at once on PostgreSQL:
 *
 * - one row: the second skips a row that the first has locked. If the first has committed already,
 *   the lock finds the row's new version, which is not due any more, and goes on to the next;
 * - two rows of one phone: neither sees the other's lease, and the unique index decides.
 */
function tryClaim(store: Store, now: number, dueAfter: number): Promise<ClaimedLead | undefined> {
  return store
    .updateTable('leads')
    .set((lead) => ({
      state: 'sending',
      attempts: lead('attempts', '+', 1),
      fence: lead('fence', '+', 1),
      due_at: null,
      lease_until: now + leaseMs,
      updated_at: now,
    }))
    .where('ref', '=', (query) =>
      query
        .selectFrom('leads as due')
        .select('due.ref')
        .where('due.due_at', '<=', now)
        .where('due.due_at', '>', dueAfter)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('leads as other')
                .select('other.ref')
                .whereRef('other.phone', '=', 'due.phone')
                .where('other.lease_until', 'is not', null),
            ),
          ),
        )
        .where(({ or, eb, not, exists, selectFrom }) =>
          or([
            // At most one lead of a phone is in doubt; otherwise two would wait for each other.
            eb('due.state', '=', 'in_doubt'),
            not(
              exists(
                selectFrom('leads as other')
                  .select('other.ref')
                  .whereRef('other.phone', '=', 'due.phone')
                  .where('other.state', 'in', known)
                  .where('other.state', '=', 'in_doubt'),
              ),
            ),
          ]),
        )
        .orderBy('due.due_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(claimedColumns)
    .executeTakeFirst();
}

/** What a lead has been through so far, for its next transition. */
export function pastOf({
  attempts,
  doubts,
  tried_since,
  received_at,
}: ClaimedLead): Pick<LeadSituation, 'attempts' | 'doubts' | 'triedSince'> {
  return { attempts, doubts, triedSince: tried_since ?? received_at };
}

/**
 * The person of a lead, read after the claim and not with it: a row that cannot be decrypted would
 * undo the claim, or leave it without a call, and block all others for ever. Undefined if the lead
 * was erased since. Throws `CipherError`.
 */
export function personOfLead(store: Store, ref: string): Promise<LeadPerson | undefined> {
  return store
    .selectFrom('leads')
    .select(personalColumns)
    .where('ref', '=', ref)
    .executeTakeFirst();
}

/**
 * Whether the upstream's contact of this phone is not this lead's: we made it for another lead, or
 * another was a duplicate before this one came to be in doubt. A later duplicate does not count: it
 * may have met this one's own contact.
 */
export async function hasForeignContact(
  store: Store,
  lead: ClaimedLead,
  phone: string,
): Promise<boolean> {
  const doubt = await firstDoubt(store, lead);
  const other = await store
    .selectFrom('leads')
    .select('ref')
    .where('phone', '=', phone)
    .where('state', 'in', known)
    .where(({ or, and, eb, exists, selectFrom }) => {
      // By the order of the history, which a clock that is set back does not change.
      const isBefore =
        doubt === undefined
          ? eb('updated_at', '<', lead.received_at)
          : exists(
              selectFrom('lead_attempts')
                .select('id')
                .whereRef('lead_attempts.ref', '=', 'leads.ref')
                .where('lead_attempts.state', '=', 'duplicate')
                .where('lead_attempts.id', '<', doubt),
            );
      return or([eb('state', '=', 'delivered'), and([eb('state', '=', 'duplicate'), isBefore])]);
    })
    .limit(1)
    .executeTakeFirst();
  return other !== undefined;
}

/**
 * The first doubt in the history: no other call of this phone ran between it and its end. Undefined
 * if the history lacks it (that of a restored backup): then only what was before the lead itself is
 * certain. A doubt that is not tried again stands in the history as held.
 */
async function firstDoubt(store: Store, { ref, doubts }: ClaimedLead): Promise<number | undefined> {
  const rows = await store
    .selectFrom('lead_attempts')
    .select(['id', 'state'])
    .where('ref', '=', ref)
    .where('state', 'in', ['in_doubt', 'rejected'])
    .orderBy('id')
    .execute();
  const all = rows.filter(({ state }) => state === 'in_doubt');
  // A refusal answered the doubts before it: with another phone they no longer count.
  const afterRefusal = rows.slice(rows.findLastIndex(({ state }) => state === 'rejected') + 1);
  const counted = [all, afterRefusal].find(({ length }) => length === Math.min(doubts, doubtsMax));
  return counted?.[0]?.id;
}

/** Literals, as in the partial index: with parameters the database would not use it. */
const known = (['in_doubt', 'delivered', 'duplicate'] as const).map((state) => sql.lit(state));

/**
 * Records how an attempt ended, and what follows for the lead's promo code. A claim that was
 * overtaken (its fence is no longer the row's) changes nothing and resolves to false: on PostgreSQL
 * the update waits for another that writes the row, and then checks fence and state again.
 * `postbacks`: which states are reported to a tracker.
 */
export function settleLead(
  store: Store,
  lead: Pick<ClaimedLead, 'ref' | 'fence' | 'attempts'>,
  transition: LeadTransition,
  now: number,
  postbacks: PostbackStatuses = {},
): Promise<boolean> {
  return transactTogether(store, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('leads')
      .set({ ...transition, lease_until: null, updated_at: now })
      .where('ref', '=', lead.ref)
      .where('fence', '=', lead.fence)
      .where('state', '=', 'sending')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    const { ref, attempts: attempt } = lead;
    const { state, detail } = transition;
    await recordLeadState(transaction, { ref, at: now, attempt, state, detail }, postbacks);
    return true;
  });
}

/**
 * Ends attempts whose lease ran out (their process died or hung). Bytes may have been sent, so they
 * end in doubt, as any other attempt can. Resolves to how many there were. Of two workers at once
 * the second finds the rows settled, and so does a process that had only hung.
 */
export async function expireLeads(
  store: Store,
  { now, quietMs }: { readonly now: number; readonly quietMs: number },
): Promise<number> {
  const left = await store
    .selectFrom('leads')
    .select(claimedColumns)
    .where(withLeaseOver(now))
    .execute();
  let expired = 0;
  for (const lead of left) {
    const situation = { now, quietMs, random: 0, ...pastOf(lead) };
    const transition = leadTransition(processEnded, situation);
    if (await settleLead(store, lead, transition, now)) expired += 1;
  }
  return expired;
}

const processEnded = new UpstreamError('in_doubt', 'the process ended in mid-call');
