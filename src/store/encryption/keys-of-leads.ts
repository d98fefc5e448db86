import { sql } from 'kysely';
import type { Store } from '../store.ts';
import { isEncrypted, parseEncrypted } from './field-cipher.ts';

/** Exactly the expression of the index: what stands before the encrypted text itself. */
const letters = sql.lit('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const beginning = sql<string>`rtrim(phone_sealed, ${letters})`;

/**
 * The keys that leads are encrypted with, from their rows: one look into the index for each key,
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
    if (isEncrypted(last) && last.includes('.')) ids.add(parseEncrypted(last).keyId);
  }
}
