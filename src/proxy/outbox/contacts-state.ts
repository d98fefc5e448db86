import type { Store } from '../../store/store.ts';

export type ContactsState = 'ok' | 'failing' | 'unknown';

/** Whether the upstream answers, from what befell the last lead that was tried: no call is made. */
export async function contactsState(store: Store): Promise<ContactsState> {
  const last = await store
    .selectFrom('lead_attempts')
    .select(['state', 'attempt'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  // A person who lets a lead out of quarantine makes no call.
  if (!last || last.attempt === 0) return 'unknown';
  const isAnswered = ['delivered', 'duplicate', 'rejected'].includes(last.state);
  return isAnswered ? 'ok' : 'failing';
}
