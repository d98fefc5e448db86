import { type Store, withUnreadable } from '../../store/index.ts';
import { journalOfPhone, type JournalRecord, toJournalRecord } from '../journal.ts';
import { type ContactRecord, toContactRecord } from './contacts.ts';

export interface BackendFindings {
  readonly contacts: readonly ContactRecord[];
  /** Entries in which the phone was used as a promo code. */
  readonly journal: readonly JournalRecord[];
}

/** Everything that the embedded backend has about a phone (ASCII digits). */
export async function findPhone(store: Store, phone: string): Promise<BackendFindings> {
  const contacts = await withUnreadable(store)
    .selectFrom('contacts')
    .selectAll()
    .where('phone_digits', '=', phone)
    .execute();
  const journal: JournalRecord[] = [];
  for await (const entry of journalOfPhone(store, phone)) journal.push(toJournalRecord(entry));
  return { contacts: contacts.map(toContactRecord), journal };
}
