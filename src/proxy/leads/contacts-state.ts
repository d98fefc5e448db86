import { answeredStates } from '../../contract/lead-states.ts';
import type { Store } from '../../store/store.ts';

export type ContactsState = 'ok' | 'failing' | 'unknown';

/** What a person did in one go is seldom more; to look for longer would read all of the history. */
const lookedAt = 200;

/** Whether the upstream answers, from what befell the last lead that was tried: no call is made. */
export async function contactsState(store: Store): Promise<ContactsState> {
  const entries = await store
    .selectFrom('lead_attempts')
    .select(['state', 'attempt'])
    .orderBy('id', 'desc')
    .limit(lookedAt)
    .execute();
  // A person who settles a lead, sends it again or lets it out of quarantine makes no call.
  const last = entries.find(({ attempt }) => attempt > 0);
  if (!last) return 'unknown';
  const isAnswered = answeredStates.includes(last.state);
  return isAnswered ? 'ok' : 'failing';
}
