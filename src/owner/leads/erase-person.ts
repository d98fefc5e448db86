import { eraseContact, type ErasedContact, erasePhoneFromJournal } from '../../backend/index.ts';
import type { OwnerErasure } from '../../contract/owner/leads.ts';
import { eraseLeads, erasePhoneFromCodes, leadRefsOfPhone } from '../../proxy/index.ts';
import { type Store, transact } from '../../store/index.ts';

export type Erasure =
  | {
      readonly status: 'erased';
      /** References of the erased leads. */
      readonly refs: readonly string[];
      /** How many of them no upstream has. */
      readonly undelivered: number;
      /** The upstream's IDs of the contacts that it made of the others. */
      readonly contactIds: readonly string[];
      /** How many of them the upstream has, or may have, under an ID that we do not know. */
      readonly unnamed: number;
      /** The contact of the embedded backend. */
      readonly contact: ErasedContact | undefined;
      /** Entries of the journal, uses and leads in which the phone was typed as a promo code. */
      readonly journal: number;
      /** Such uses that may still be sent, and their leads: they keep it until then. */
      readonly codesLeft: number;
    }
  /** A call for one of the leads is running; nothing was erased. */
  | { readonly status: 'on_its_way' };

/** What the vendor has to erase: nothing if contacts are in our own store. */
export type AtVendor = Pick<OwnerErasure, 'vendor_contacts' | 'vendor_unnamed'>;

export function leftAtVendor(
  { contactIds, unnamed }: Extract<Erasure, { readonly status: 'erased' }>,
  isEmbedded: boolean,
): AtVendor {
  return isEmbedded
    ? { vendor_contacts: [], vendor_unnamed: 0 }
    : { vendor_contacts: contactIds, vendor_unnamed: unnamed };
}

/**
 * Erases all that the store has of a person: leads and contact at once, then codes typed as the
 * phone.
 */
export async function erasePerson(store: Store, phone: string): Promise<Erasure> {
  const refs = await leadRefsOfPhone(store, phone);
  const erased = await transact(store, async (transaction) => {
    const leads = await eraseLeads(transaction, refs);
    if (leads.status === 'on_its_way') return leads;
    return { ...leads, contact: await eraseContact(transaction, phone) };
  });
  if (erased.status === 'on_its_way') return erased;
  const codes = await erasePhoneFromCodes(store, phone);
  const journal = codes.erased + (await erasePhoneFromJournal(store, phone));
  return { ...erased, refs, journal, codesLeft: codes.left };
}
