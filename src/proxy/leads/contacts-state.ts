import { answeredStates } from '../../contract/lead-states.ts';
import type { Store } from '../../store/store.ts';

export type ContactsState = 'ok' | 'failing' | 'unknown';

/** People rarely settle more leads than this in a row; more would scan the whole history. */
const entriesMax = 200;

/** Whether the upstream answers, from the outcome of the last attempt: no call is made. */
export async function contactsState(store: Store): Promise<ContactsState> {
  const entries = await store
    .selectFrom('lead_attempts')
    .select(['state', 'attempt'])
    .orderBy('id', 'desc')
    .limit(entriesMax)
    .execute();
  // A person who settles a lead, sends it again or releases it makes no call: attempt 0.
  const last = entries.find(({ attempt }) => attempt > 0);
  if (!last) return 'unknown';
  const isAnswered = answeredStates.includes(last.state);
  return isAnswered ? 'ok' : 'failing';
}
