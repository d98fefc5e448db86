import { withUnreadable } from '../../store/encryption/encrypted-columns.ts';
import type { Store } from '../../store/store.ts';
import { ofPhones } from './of-phones.ts';

/** Returns those of these phones (ASCII digits) that have leads. */
export async function phonesWithLeads(
  store: Store,
  phones: readonly string[],
): Promise<readonly string[]> {
  if (phones.length === 0) return [];
  const rows = await withUnreadable(store)
    .selectFrom('leads')
    .select(['ref', 'phone'])
    .where(ofPhones(phones))
    .execute();
  const found = new Set(rows.map(({ phone }) => phone));
  return phones.filter((phone) => found.has(phone));
}
