import type { Selectable } from 'kysely';
import { writeTogether } from '../../store/commits/group-commit.ts';
import type { RedemptionTable } from '../../store/schema.ts';
import type { Store } from '../../store/store.ts';
import { leaseMs, withLeaseOver } from './lease.ts';
import type { RedemptionTransition } from './redemption-transition.ts';

export type RedemptionRow = Selectable<RedemptionTable>;

/** The prefix of the ID of a redemption without a lead; the hash of its key follows. */
export const keyIdPrefix = 'key:';

/** The ID of a redemption that `/redeem` was asked for, by the hash of its key. */
export function idOfKey(hash: string): string {
  return keyIdPrefix + hash;
}

/** The ID of the use of a lead's promo code. */
export function idOfLead(ref: string): string {
  return `lead:${ref}`;
}

/**
 * Claims the redemption that is due longest, committed as `sending` before a byte leaves. Two
 * workers at once get two rows, as with `claimLead()`.
 */
export function claimDueRedemption(store: Store, now: number): Promise<RedemptionRow | undefined> {
  return writeTogether(store, (within) =>
    claimed(within, now)
      .where('id', '=', (query) =>
        query
          .selectFrom('redemptions as due')
          .select('due.id')
          .where('due.due_at', '<=', now)
          .orderBy('due.due_at')
          .limit(1)
          .forUpdate()
          .skipLocked(),
      )
      .returningAll()
      .executeTakeFirst(),
  );
}

/**
 * Claims one redemption, unless it is running or finished. Of two requests at once the second waits
 * for the first, and finds it running.
 */
export function claimRedemption(
  store: Store,
  id: string,
  now: number,
): Promise<RedemptionRow | undefined> {
  return writeTogether(store, (within) =>
    claimed(within, now)
      .where('id', '=', id)
      .where('state', 'in', ['pending', 'held'])
      .returningAll()
      .executeTakeFirst(),
  );
}

function claimed(store: Store, now: number) {
  return store.updateTable('redemptions').set((redemption) => ({
    state: 'sending',
    attempts: redemption('attempts', '+', 1),
    fence: redemption('fence', '+', 1),
    due_at: null,
    lease_until: now + leaseMs,
    updated_at: now,
  }));
}

/** Records how an attempt ended. An overtaken claim changes nothing and resolves to false. */
export async function settleRedemption(
  store: Store,
  redemption: RedemptionRow,
  transition: RedemptionTransition & Pick<RedemptionRow, 'code' | 'attempts'>,
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await writeTogether(store, (within) =>
    within
      .updateTable('redemptions')
      .set({ ...transition, lease_until: null, updated_at: now })
      .where('id', '=', redemption.id)
      .where('fence', '=', redemption.fence)
      .where('state', '=', 'sending')
      .executeTakeFirstOrThrow(),
  );
  return numUpdatedRows > 0n;
}

/** Ends attempts whose lease ran out: the code may be used up, and is not sent a second time. */
export async function expireRedemptions(store: Store, now: number): Promise<number> {
  const { numUpdatedRows } = await store
    .updateTable('redemptions')
    .set((redemption) => ({
      state: 'unconfirmed',
      fence: redemption('fence', '+', 1),
      lease_until: null,
      detail: 'in_doubt: the process ended in mid-call',
      updated_at: now,
    }))
    .where(withLeaseOver(now))
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
