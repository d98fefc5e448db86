import { erasedCode } from '../../contract/code.ts';
import { type Store, type StoreTransaction, withUnreadable } from '../../store/index.ts';
import { journalOfPhone } from '../journal.ts';

export interface ErasedContact {
  readonly first_name: string;
  readonly last_name: string;
  /** As it came. */
  readonly phone: string;
}

/** Deletes the contact with a phone (ASCII digits), and answers it; its id is not used again. */
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
 * Takes a phone (ASCII digits) out of the journal: whoever mistook it for a promo code, in whatever
 * formatting. The entry stays, for the journal has every answer. Gives how many there were.
 */
export async function erasePhoneFromJournal(store: Store, phone: string): Promise<number> {
  let erased = 0;
  for await (const { id } of journalOfPhone(store, phone)) {
    await store.updateTable('journal').set({ code: erasedCode }).where('id', '=', id).execute();
    erased += 1;
  }
  return erased;
}
