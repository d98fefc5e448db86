import { dayMs } from '../../contract/durations.ts';
import {
  type PostbackState,
  postbackStates,
  type RestingState,
  restingStates,
} from '../../contract/lead-states.ts';
import { noteDeletion } from '../../store/empty-log.ts';
import { chunkSize } from '../../store/rows/chunks.ts';
import { type Store, transact } from '../../store/store.ts';
import { deleteLeads } from '../leads/delete-leads.ts';
import type { PostbackStatuses } from '../postbacks/add-postback.ts';
import { idOfKey, keyIdPrefix } from './redemption-queue.ts';

/**
 * For how many days a lead is kept after it came to rest in a state. Leads in a state that is left
 * out are kept until a person erases them.
 */
export type Retention = { readonly [State in RestingState]?: number | undefined };

/** The fewest days for which a lead is kept; undefined if all are kept until they are erased. */
export function shortestKept(retention: Retention): number | undefined {
  const days = restingStates.flatMap((state) => retention[state] ?? []);
  return days.length === 0 ? undefined : Math.min(...days);
}

/** Longer than the seven days that a browser keeps a lead which could not be sent. */
const keyDays = 30;
/**
 * Stands for the state of a redemption or postback that does not exist. The state is selected as
 * one value, because PostgreSQL turns `not exists` into a join and reads all redemptions for it.
 */
const noState = '';

interface Outdated {
  readonly now: number;
  readonly retention: Retention;
  /** The states that are reported to a tracker: until they are, their leads stay. */
  readonly postbacks?: PostbackStatuses | undefined;
}

/**
 * Removes a batch of leads and idempotency keys that have been kept for long enough. Resolves to
 * whether there may be more. Several servers at once take different rows.
 */
export async function applyRetention(
  store: Store,
  { now, retention, postbacks = {} }: Outdated,
): Promise<boolean> {
  let removed = await removeKeys(store, now - keyDays * dayMs);
  for (const state of restingStates) {
    const days = retention[state];
    if (removed < chunkSize && days !== undefined) {
      const reported = postbackStates.find((one) => one === state && postbacks[one] !== undefined);
      removed += await removeLeads(store, { state, reported, before: now - days * dayMs });
    }
  }
  if (removed > 0) noteDeletion(store);
  return removed >= chunkSize;
}

interface OutdatedLeads {
  readonly state: RestingState;
  /** The same, if it is reported to a tracker. */
  readonly reported: PostbackState | undefined;
  readonly before: number;
}

function removeLeads(store: Store, { state, reported, before }: OutdatedLeads): Promise<number> {
  return transact(store, async (transaction) => {
    let outdated = transaction
      .selectFrom('leads')
      .select('ref')
      .where('state', '=', state)
      // For the index: a lead comes in before it comes to rest. The next line decides.
      .where('received_at', '<', before)
      .where('updated_at', '<', before)
      // Not if its promo code is still to be used, or waits for a person.
      .where(({ eb, fn, val, selectFrom }) => {
        const uses = selectFrom('redemptions').whereRef('lead_ref', '=', 'leads.ref');
        const use = fn.coalesce(uses.select('redemptions.state'), val(noState));
        return eb(use, 'not in', ['pending', 'sending', 'unconfirmed', 'held']);
      });
    if (reported !== undefined) {
      outdated = outdated.where(({ eb, fn, val, selectFrom }) => {
        const waiting = selectFrom('postbacks')
          .whereRef('lead_ref', '=', 'leads.ref')
          .where('postbacks.state', '=', reported)
          .where('postbacks.due_at', 'is not', null);
        // Not `is null`: PostgreSQL takes that for rare, and reads all leads to find one.
        return eb(fn.coalesce(waiting.select('postbacks.state'), val(noState)), '!=', reported);
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

/** Removes keys that no honest retry has any more, and the redemptions of `/redeem` for them. */
function removeKeys(store: Store, before: number): Promise<number> {
  return transact(store, async (transaction) => {
    const rows = await transaction
      .selectFrom('idempotency_keys')
      .select('key_hash')
      .where('created_at', '<', before)
      // Not if its outcome is still open.
      .where(({ eb, fn, val, ref, selectFrom }) => {
        const id = eb(val(keyIdPrefix), '||', ref('key_hash'));
        const use = fn.coalesce(
          selectFrom('redemptions').where('id', '=', id).select('state'),
          val(noState),
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
