import { phonesOfContacts } from '../../backend/index.ts';
import { phoneForms } from '../../contract/phone-forms.ts';
import { phonesWithLeads } from '../../proxy/index.ts';
import type { Store } from '../../store/index.ts';

/**
 * Other phones in the store that may belong to the same person, written with or without the country
 * code. They are only reported, not treated as the same: the country of a local number is unknown.
 */
export async function similarPhones(store: Store, phone: string): Promise<readonly string[]> {
  const forms = phoneForms(phone);
  const known = [
    ...(await phonesWithLeads(store, forms)),
    ...(await phonesOfContacts(store, forms)),
  ];
  return [...new Set(known)];
}
