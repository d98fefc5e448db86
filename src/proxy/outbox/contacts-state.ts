import type { Store } from '../../store/store.ts';

export type ContactsState = 'ok' | 'failing' | 'unknown';

/** Whether the upstream answers, from what befell the last lead that was tried: no call is made. */
export async function contactsState(store: Store): Promise<ContactsState> {
  const last = await store
    .selectFrom('lead_attempts')
    .select('state')
    // A person who settles a lead, or lets it out of quarantine, makes no call.
    .where('attempt', '>', 0)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return 'unknown';
  const isAnswered = ['delivered', 'duplicate', 'rejected'].includes(last.state);
  return isAnswered ? 'ok' : 'failing';
}
