import { type ToldState, toldStates, type LeadState } from '../../contract/lead-states.ts';
import type { StoreTransaction } from '../../store/store.ts';

/** Which ends of leads a tracker is told of, and by which word. */
export type PostbackStatuses = Readonly<Partial<Record<ToldState, string | undefined>>>;

interface LeadEnd {
  readonly ref: string;
  readonly state: LeadState;
  readonly now: number;
}

/**
 * Has a tracker told of a lead's end, in the transaction that brings it there. An end that it was
 * told of is none anew. One that was passed over is, and so is one under way: whoever carries that
 * out may have seen the lead before it came to this end, and is about to pass it over. It may be
 * told twice then, with the same ref.
 */
export async function addPostback(
  transaction: StoreTransaction,
  statuses: PostbackStatuses,
  { ref, state, now }: LeadEnd,
): Promise<void> {
  const told = toldStates.find((one) => one === state);
  if (told === undefined || statuses[told] === undefined) return;
  const anew = { created_at: now, due_at: now, updated_at: now };
  await transaction
    .insertInto('postbacks')
    .values({ lead_ref: ref, state: told, ...anew })
    .onConflict((conflict) =>
      conflict
        .columns(['lead_ref', 'state'])
        .doUpdateSet(({ eb, ref: column }) => ({
          ...anew,
          tried_since: null,
          attempts: 0,
          outcome: null,
          fence: eb(column('postbacks.fence'), '+', 1),
        }))
        .where(({ eb }) =>
          eb.or([eb('postbacks.outcome', '=', 'skipped'), eb('postbacks.outcome', 'is', null)]),
        ),
    )
    .execute();
}
