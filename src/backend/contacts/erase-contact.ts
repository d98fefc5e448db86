import { erasedCode } from '../../contract/code.ts';
import { type Store, type StoreTransaction, withUnreadable } from '../../store/index.ts';
import { journalOfPhone } from '../journal.ts';

export interface ErasedContact {
  readonly first_name: string;
  readonly last_name: string;
  /** As it came. */
  readonly phone: string;
}

/** Deletes the contact with a phone (ASCII digits). Resolves to it; its id is not used again. */
export function eraseContact(
  transaction: StoreTransaction,
  phone: string,
): Promise<ErasedContact | undefined> {
  return withUnreadable(transaction)
    .deleteFrom('contacts')
    .where('phone_digits', '=', phone)
    .returning(['first_name', 'last_name', 'phone'])
    .executeTakeFirst();
}

/**
 * Removes a phone (ASCII digits) from the journal, where it was entered as a promo code, in any
 * formatting. The entry stays, because the journal has every answer. Resolves to their number.
 */
export async function erasePhoneFromJournal(store: Store, phone: string): Promise<number> {
  let erased = 0;
  for await (const { id } of journalOfPhone(store, phone)) {
    await store.updateTable('journal').set({ code: erasedCode }).where('id', '=', id).execute();
    erased += 1;
  }
  return erased;
}
