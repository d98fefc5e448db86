import { phonesOfContacts } from '../../backend/index.ts';
import { phoneForms } from '../../contract/phone-forms.ts';
import { phonesWithLeads } from '../../proxy/index.ts';
import type { Store } from '../../store/index.ts';

/**
 * Other phones that the store knows, and that may be the same person's: one left the country's
 * code out. They are named, and never taken for the same: of a local number nobody knows where.
 */
export async function similarPhones(store: Store, phone: string): Promise<readonly string[]> {
  const forms = phoneForms(phone);
  const known = [
    ...(await phonesWithLeads(store, forms)),
    ...(await phonesOfContacts(store, forms)),
  ];
  return [...new Set(known)];
}
