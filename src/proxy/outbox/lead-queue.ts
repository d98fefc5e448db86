import { type Selectable, sql } from 'kysely';
import { transactTogether, writeTogether } from '../../store/commits/group-commit.ts';
import { isUniqueViolation } from '../../store/dialects/error-codes.ts';
import type { LeadTable } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { UpstreamError } from '../../upstream/failure.ts';
import { addPostback, type PostbackStatuses } from '../postbacks/add-postback.ts';
import {
  doubtsMax,
  type LeadSituation,
  type LeadTransition,
  leadTransition,
} from './lead-transition.ts';
import { withLeaseOver } from './lease.ts';
import { redemptionAfter } from './redemption-transition.ts';

type LeadRow = Selectable<LeadTable>;

/** What of a claimed lead is never encrypted: to take it and to settle it, no key is needed. */
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

/** What of a lead tells of a person, and is sent. */
const personalColumns = ['first_name', 'last_name', 'phone', 'click_id'] as const;
export type LeadPerson = Pick<LeadRow, (typeof personalColumns)[number]>;

interface Claim {
  readonly now: number;
  readonly leaseMs: number;
  /** Only of those that became due after this instant. */
  readonly dueAfter?: number;
}

/**
 * Takes the lead that is due longest, committed as `sending` before a byte leaves: after a crash
 * the row says that something may have been sent. Never two leads of one phone at once, for the
 * second would get a "double phone" that belongs to the first; and none while another is in doubt,
 * whose call may still be at work upstream.
 */
export async function claimLead(store: Store, claim: Claim): Promise<ClaimedLead | undefined> {
  for (;;) {
    try {
      return await writeTogether(store, (within) => tryClaim(within, claim));
    } catch (error) {
      // Another worker took another lead of this phone in between, and the unique index on running
      // leads waited for its commit. So somebody got on, and the next look sees that lead running.
      if (!isUniqueViolation(error)) throw error;
    }
  }
}

/**
 * One statement. Two workers at once on PostgreSQL:
 *
 * - one row: the second skips a row that the first has locked. Where the first has committed
 *   already, the lock finds the row's new version, which is due no longer, and goes on to the next;
 * - two rows of one phone: neither sees the other's lease, and the unique index decides.
 */
function tryClaim(
  store: Store,
  { now, leaseMs, dueAfter = Number.MIN_SAFE_INTEGER }: Claim,
): Promise<ClaimedLead | undefined> {
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
            // Only one of a phone comes to be in doubt; two would else wait for each other.
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

/** What has become of a lead so far, as its next transition wants it. */
export function pastOf({
  attempts,
  doubts,
  tried_since,
  received_at,
}: ClaimedLead): Pick<LeadSituation, 'attempts' | 'doubts' | 'triedSince'> {
  return { attempts, doubts, triedSince: tried_since ?? received_at };
}

/**
 * Who the lead is, read after it was claimed and not with it: a row that cannot be decrypted would
 * undo the claim, or leave it without a call, and stand before all others for ever. Undefined where
 * it was erased meanwhile; throws `CipherError`.
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
 * another was a duplicate before this one came to be in doubt. Later is too late, for it may have
 * met this one's own contact.
 */
export async function hasOthersContact(
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
      // By their order in the history, which a clock that is set back does not change.
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
 * Where in the history the first doubt is: no call of this phone ran between that and its end.
 * Undefined where it is not there (that of a restored backup): then only what was before the lead
 * itself is sure. Those after the last that is tried again stand there as held.
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
  // A refusal answered those before it: with another phone they are counted no more.
  const afterRefusal = rows.slice(rows.findLastIndex(({ state }) => state === 'rejected') + 1);
  const counted = [all, afterRefusal].find(({ length }) => length === Math.min(doubts, doubtsMax));
  return counted?.[0]?.id;
}

/** As the partial index says it: a parameter would keep the database from using that. */
const known = (['in_doubt', 'delivered', 'duplicate'] as const).map((state) => sql.lit(state));

/**
 * Writes how an attempt ended, and what follows for the lead's promo code. A claim that was
 * overtaken (its fence is no longer the row's) changes nothing and gives false: on PostgreSQL the
 * update waits for whoever writes the row, and looks at fence and state again in what that left.
 * `postbacks`: what a tracker is to be told of.
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
    await transaction
      .insertInto('lead_attempts')
      .values({
        ref: lead.ref,
        at: now,
        attempt: lead.attempts,
        state: transition.state,
        detail: transition.detail,
      })
      .execute();
    const follows = redemptionAfter(transition, now);
    if (follows) {
      await transaction
        .updateTable('redemptions')
        .set({ ...follows, updated_at: now })
        .where('lead_ref', '=', lead.ref)
        .where('state', '=', 'waiting')
        .execute();
    }
    await addPostback(transaction, postbacks, { ref: lead.ref, state: transition.state, now });
    return true;
  });
}

/**
 * Attempts whose lease ran out (their process died or hung): bytes may have been sent, so they
 * ended in doubt, as any other attempt can. Gives how many there were. Of two workers that look at
 * once the second finds the rows settled, and so does a process that had only hung.
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
