import type { Updateable } from 'kysely';
import type { LeadTable } from '../../store/schema.ts';
import type { StoreTransaction } from '../../store/store.ts';
import { reserveAgain } from '../outbox/reservations.ts';
import type { StoredLead } from './leads.ts';

type LockedLead = Pick<StoredLead, 'ref' | 'state' | 'doubts' | 'contact_id'>;

/** Those of these leads that exist, locked: no worker takes one before the transaction ends. */
export function lockLeads(
  transaction: StoreTransaction,
  refs: readonly string[],
): Promise<readonly LockedLead[]> {
  return (
    transaction
      .selectFrom('leads')
      .select(['ref', 'state', 'doubts', 'contact_id'])
      .where('ref', 'in', refs)
      // In one order everywhere, so that two transactions never wait for each other.
      .orderBy('ref')
      .forUpdate()
      .execute()
  );
}

export interface Requeue {
  /** For the history. */
  readonly note: string;
  readonly now: number;
  /** Other columns of the leads. Without a `detail` they lose theirs. */
  readonly changes?: Updateable<LeadTable>;
}

/**
 * Puts locked leads back on their way, with a schedule that starts from the beginning. Their doubts
 * stay counted unless they are changed, and promo codes that were released are reserved again.
 */
export async function requeueLeads(
  transaction: StoreTransaction,
  refs: readonly string[],
  { note, now, changes = {} }: Requeue,
): Promise<void> {
  if (refs.length === 0) return;
  const schedule = { attempts: 0, tried_since: now, due_at: now, updated_at: now };
  const update = transaction
    .updateTable('leads')
    .set({ state: 'pending', detail: null, ...schedule, ...changes });
  if (Object.keys(changes).length === 0) await update.where('ref', 'in', refs).execute();
  // One by one: in an encrypted store the same text is another one in each row.
  else for (const ref of refs) await update.where('ref', '=', ref).execute();
  const entry = { at: now, attempt: 0, state: 'pending', detail: note } as const;
  await transaction
    .insertInto('lead_attempts')
    .values(refs.map((ref) => ({ ref, ...entry })))
    .execute();
  await reserveAgain(transaction, refs, now);
}
