import { sql } from 'kysely';
import type { Store } from '../store.ts';
import { isSealed, partsOf } from './field-cipher.ts';

/** As the index of these has it, to the letter: what stands before the sealed text itself. */
const letters = sql.lit('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const beginning = sql<string>`rtrim(phone_sealed, ${letters})`;

/**
 * The keys that leads are encrypted with, as their rows have it: a look into the index for each,
 * however many leads there are.
 */
export async function keysOfLeads(store: Store): Promise<readonly string[]> {
  const ids = new Set<string>();
  let last = '';
  for (;;) {
    const { rows } = await sql<{ found: string }>`select ${beginning} as found from leads
      where phone_sealed is not null and ${beginning} > ${last}
      order by ${beginning} limit 1`.execute(store);
    const [row] = rows;
    if (!row) return [...ids];
    last = row.found;
    if (isSealed(last) && last.includes('.')) ids.add(partsOf(last).keyId);
  }
}
