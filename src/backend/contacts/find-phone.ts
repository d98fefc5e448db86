import type { Store } from '../../store/index.ts';
import { journalOfPhone, type JournalRecord, toJournalRecord } from '../journal.ts';
import { type ContactRecord, toContactRecord } from './contacts.ts';
import { contactsOfPhones } from './find-contacts.ts';

export interface BackendFindings {
  readonly contacts: readonly ContactRecord[];
  /** Entries in which the phone was used as a promo code. */
  readonly journal: readonly JournalRecord[];
}

/** Everything that the embedded backend has about a phone (ASCII digits). */
export async function findPhone(store: Store, phone: string): Promise<BackendFindings> {
  const contacts = await contactsOfPhones(store, [phone]);
  const journal: JournalRecord[] = [];
  for await (const entry of journalOfPhone(store, phone)) journal.push(toJournalRecord(entry));
  return { contacts: contacts.map(toContactRecord), journal };
}
