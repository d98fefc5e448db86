import { eraseContact, type ErasedContact, erasePhoneFromJournal } from '../../backend/index.ts';
import type { OwnerErasure } from '../../contract/owner/leads.ts';
import {
  eraseLeads,
  erasePhoneFromCodes,
  type LeadErasure,
  leadRefsOfPhone,
} from '../../proxy/index.ts';
import { type Store, transact } from '../../store/index.ts';

type ErasedLeads = Extract<LeadErasure, { readonly status: 'erased' }>;

interface ErasedPerson extends ErasedLeads {
  /** References of the erased leads. */
  readonly refs: readonly string[];
  /** The contact of the embedded backend. */
  readonly contact: ErasedContact | undefined;
  /** Entries of the journal, uses and leads in which the phone was typed as a promo code. */
  readonly journal: number;
  /** Such uses that may still be sent, and their leads: they keep it until then. */
  readonly codesLeft: number;
}

/** What the vendor has to erase: nothing if contacts are in our own store. */
export type AtVendor = Pick<OwnerErasure, 'vendor_contacts' | 'vendor_unnamed'>;

export function leftAtVendor({ contactIds, unnamed }: ErasedLeads, isEmbedded: boolean): AtVendor {
  return isEmbedded
    ? { vendor_contacts: [], vendor_unnamed: 0 }
    : { vendor_contacts: contactIds, vendor_unnamed: unnamed };
}

/**
 * Erases all that the store has of a person: leads and contact at once, then codes typed as the
 * phone.
 */
export async function erasePerson(
  store: Store,
  phone: string,
): Promise<ErasedPerson | Exclude<LeadErasure, ErasedLeads>> {
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
