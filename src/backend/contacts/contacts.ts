import type { Selectable } from 'kysely';
import type { OwnerContact } from '../../contract/owner/contacts.ts';
import { toIso } from '../../contract/to-iso.ts';
import { type ContactTable, pages, type Store, withUnreadable } from '../../store/index.ts';

/** A contact as its owner sees it. */
export type ContactRecord = OwnerContact;

/** The columns of an export, in order. */
export const contactColumns: readonly (keyof ContactRecord)[] = [
  'id',
  'created_at',
  'first_name',
  'last_name',
  'phone',
  'click_id',
  'product',
  'client',
];

/** @yields Contacts, oldest first, read page by page. */
export async function* listContacts(store: Store): AsyncGenerator<ContactRecord> {
  const rows = pages<Selectable<ContactTable>>((last, limit) =>
    withUnreadable(store)
      .selectFrom('contacts')
      .selectAll()
      .where('id', '>', last?.id ?? 0)
      .orderBy('id')
      .limit(limit)
      .execute(),
  );
  for await (const row of rows) yield toContactRecord(row);
}

export function toContactRecord(row: Selectable<ContactTable>): ContactRecord {
  const { id, phone_digits: _, created_at, ...fields } = row;
  return { id: String(id), ...fields, created_at: toIso(created_at) };
}
