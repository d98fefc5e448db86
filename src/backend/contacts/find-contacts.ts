import type { Selectable } from 'kysely';
import { phoneForms } from '../../contract/phone-forms.ts';
import { isPhone, normalisePhone } from '../../contract/phone.ts';
import { hasDigits, searchTerm } from '../../contract/search-term.ts';
import { type ContactTable, searchRows, type Store, withUnreadable } from '../../store/index.ts';
import { padInList } from '../../store/rows/pad-in-list.ts';
import { type ContactRecord, toContactRecord } from './contacts.ts';

export interface FindContactsOptions {
  /** A part of a name or of a phone; an ID; or a click id. */
  readonly search?: string | undefined;
  /** Only contacts with a smaller ID: `next` of the previous page. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface FoundContacts {
  readonly contacts: readonly ContactRecord[];
  /** `before` of the next page; undefined at the end. */
  readonly next: number | undefined;
}

const partOfPhoneMin = 4;

type Row = Selectable<ContactTable>;

/** A page of contacts, newest first. */
export async function findContacts(
  store: Store,
  { search = '', before, limit }: FindContactsOptions,
): Promise<FoundContacts> {
  const phone = normalisePhone(search);
  // A whole phone is looked up in an index, as text or as its digest.
  const known = isPhone(phone) ? await contactsOfPhones(store, [phone, ...phoneForms(phone)]) : [];
  if (known.length > 0) return { contacts: known.map(toContactRecord), next: undefined };
  const { rows, searchedTo } = await searchRows<Row, number>({
    limit,
    before,
    cursorOf: ({ id }) => id,
    matches: textFilter(search),
    read: (cursor, count) => {
      let query = withUnreadable(store).selectFrom('contacts').selectAll();
      if (cursor !== undefined) query = query.where('id', '<', cursor);
      return query.orderBy('id', 'desc').limit(count).execute();
    },
  });
  return { contacts: rows.map(toContactRecord), next: searchedTo };
}

/** The contacts with any of these phones (ASCII digits), newest first. */
export function contactsOfPhones(store: Store, phones: readonly string[]): Promise<Row[]> {
  return withUnreadable(store)
    .selectFrom('contacts')
    .selectAll()
    .where('phone_digits', 'in', padInList(phones))
    .orderBy('id', 'desc')
    .execute();
}

/** Those of these phones (ASCII digits) that have a contact. */
export async function phonesOfContacts(
  store: Store,
  phones: readonly string[],
): Promise<readonly string[]> {
  if (phones.length === 0) return [];
  const contacts = await contactsOfPhones(store, phones);
  const found = new Set(contacts.map(({ phone }) => normalisePhone(phone)));
  return phones.filter((phone) => found.has(phone));
}

/** Compared here and not in SQL: SQLite's `lower` knows only ASCII. */
function textFilter(search: string): ((row: Row) => boolean) | undefined {
  const term = searchTerm(search);
  if (!term) return undefined;
  const { text, digits } = term;
  return ({ id, first_name, last_name, phone, click_id }) =>
    `${first_name} ${last_name}`.toLowerCase().includes(text) ||
    // An ID is a number too, and a short one is part of nearly every phone.
    (digits.length >= partOfPhoneMin && hasDigits(normalisePhone(phone), digits)) ||
    String(id) === text ||
    click_id.toLowerCase() === text;
}
