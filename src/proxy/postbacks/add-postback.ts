import { type LeadState, type PostbackState, postbackStates } from '../../contract/lead-states.ts';
import type { StoreTransaction } from '../../store/store.ts';

/** Which states of leads are reported to a tracker, and by which word. */
export type PostbackStatuses = Readonly<Partial<Record<PostbackState, string | undefined>>>;

interface FinalState {
  readonly ref: string;
  readonly state: LeadState;
  readonly now: number;
}

/**
 * Queues a postback for a lead's final state, in the same transaction. A state that was reported
 * before is not reported again. One that was skipped, or is being sent now, is: the sender may have
 * read the lead before it reached this state, and be about to skip it. Then the tracker may get it
 * twice, with the same ref.
 */
export async function addPostback(
  transaction: StoreTransaction,
  statuses: PostbackStatuses,
  { ref, state, now }: FinalState,
): Promise<void> {
  const reported = postbackStates.find((one) => one === state);
  if (reported === undefined || statuses[reported] === undefined) return;
  const fresh = { created_at: now, due_at: now, updated_at: now };
  await transaction
    .insertInto('postbacks')
    .values({ lead_ref: ref, state: reported, ...fresh })
    .onConflict((conflict) =>
      conflict
        .columns(['lead_ref', 'state'])
        .doUpdateSet(({ eb, ref: column }) => ({
          ...fresh,
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
