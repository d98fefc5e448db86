import { dayMs } from '../../contract/durations.ts';
import {
  type RestingState,
  restingStates,
  type ToldState,
  toldStates,
} from '../../contract/lead-states.ts';
import { noteDeletion } from '../../store/empty-log.ts';
import { chunkSize } from '../../store/rows/chunks.ts';
import { type Store, transact } from '../../store/store.ts';
import { deleteLeads } from '../leads/delete-leads.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { idOfKey, keyIdPrefix } from './redemption-queue.ts';

/**
 * For how many days a lead is kept after it came to rest in a state. Where a state is left out,
 * its leads are kept until somebody erases them.
 */
export type Retention = { readonly [State in RestingState]?: number | undefined };

/** The fewest days that a lead is kept; undefined where none goes before somebody erases it. */
export function shortestKept(retention: Retention): number | undefined {
  const days = restingStates.flatMap((state) => retention[state] ?? []);
  return days.length === 0 ? undefined : Math.min(...days);
}

/** Longer than the seven days that a browser keeps a lead which could not be sent. */
const keyDays = 30;
/**
 * Where there is no redemption, or postback. Its state is asked for as one value: PostgreSQL turns
 * `not exists` into a join, for which it reads all redemptions that there ever were.
 */
const none = '';

interface Outdated {
  readonly now: number;
  readonly retention: Retention;
  /** The ends that a tracker is told of: until it was, their leads stay. */
  readonly postbacks?: PostbackStatuses | undefined;
}

/**
 * Removes a batch of what is older than it may get: leads by state, and idempotency keys. Answers
 * whether there may be more. Several servers at once take different rows.
 */
export async function removeOutdated(
  store: Store,
  { now, retention, postbacks = {} }: Outdated,
): Promise<boolean> {
  let removed = await removeKeys(store, now - keyDays * dayMs);
  for (const state of restingStates) {
    const days = retention[state];
    if (removed < chunkSize && days !== undefined) {
      const told = toldStates.find((one) => one === state && postbacks[one] !== undefined);
      removed += await removeLeads(store, { state, told, before: now - days * dayMs });
    }
  }
  if (removed > 0) noteDeletion(store);
  return removed >= chunkSize;
}

interface OutdatedLeads {
  readonly state: RestingState;
  /** The same, where a tracker is told of it. */
  readonly told: ToldState | undefined;
  readonly before: number;
}

function removeLeads(store: Store, { state, told, before }: OutdatedLeads): Promise<number> {
  return transact(store, async (transaction) => {
    let outdated = transaction
      .selectFrom('leads')
      .select('ref')
      .where('state', '=', state)
      // It came before it came to rest: this is for the index, and the next line decides.
      .where('received_at', '<', before)
      .where('updated_at', '<', before)
      // Its promo code is still to be used, or waits for a person.
      .where(({ eb, fn, val, selectFrom }) => {
        const uses = selectFrom('redemptions').whereRef('lead_ref', '=', 'leads.ref');
        const use = fn.coalesce(uses.select('redemptions.state'), val(none));
        return eb(use, 'not in', ['pending', 'sending', 'unconfirmed', 'held']);
      });
    if (told !== undefined) {
      outdated = outdated.where(({ eb, fn, val, selectFrom }) => {
        const waiting = selectFrom('postbacks')
          .whereRef('lead_ref', '=', 'leads.ref')
          .where('postbacks.state', '=', told)
          .where('postbacks.due_at', 'is not', null);
        // Not `is null`: PostgreSQL takes that for rare, and reads all leads to find some.
        return eb(fn.coalesce(waiting.select('postbacks.state'), val(none)), '!=', told);
      });
    }
    const rows = await outdated
      .orderBy('received_at')
      .limit(chunkSize)
      .forUpdate()
      .skipLocked()
      .execute();
    const refs = rows.map(({ ref }) => ref);
    await deleteLeads(transaction, refs);
    return refs.length;
  });
}

/** Keys that no honest retry comes with any more, and what `/redeem` answered to them. */
function removeKeys(store: Store, before: number): Promise<number> {
  return transact(store, async (transaction) => {
    const rows = await transaction
      .selectFrom('idempotency_keys')
      .select('key_hash')
      .where('created_at', '<', before)
      // What came of it is still to be found out.
      .where(({ eb, fn, val, ref, selectFrom }) => {
        const id = eb(val(keyIdPrefix), '||', ref('key_hash'));
        const use = fn.coalesce(
          selectFrom('redemptions').where('id', '=', id).select('state'),
          val(none),
        );
        return eb(use, 'not in', ['sending', 'unconfirmed', 'held']);
      })
      .orderBy('created_at')
      .limit(chunkSize)
      .forUpdate()
      .skipLocked()
      .execute();
    if (rows.length === 0) return 0;
    const hashes = rows.map(({ key_hash }) => key_hash);
    const ids = hashes.map(idOfKey);
    await transaction.deleteFrom('redemptions').where('id', 'in', ids).execute();
    await transaction.deleteFrom('idempotency_keys').where('key_hash', 'in', hashes).execute();
    return rows.length;
  });
}
