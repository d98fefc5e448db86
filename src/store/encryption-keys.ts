import { CipherError, type FieldCipher } from './field-cipher.ts';
import type { Store } from './store.ts';

/** Not an id of a key: those have letters, digits, `-` and `_`. */
const digestId = '*';
const probe = 'promo-lead';

function probePlace(keyId: string): string {
  return JSON.stringify(['encryption_keys', 'probe', keyId]);
}

/**
 * Makes sure that whatever the store is encrypted with is at hand, and writes down what it will be
 * encrypted with from now on. Throws {@link CipherError}. A server with another secret would find
 * nobody by phone, and without a word; so the store knows which secret it is, too.
 */
export async function agreeOnKeys(
  store: Store,
  cipher: FieldCipher | undefined,
  now: number,
): Promise<void> {
  const known = await store.selectFrom('encryption_keys').selectAll().execute();
  if (!cipher) {
    if (known.length === 0) return;
    const ids = known.filter(({ id }) => id !== digestId).map(({ id }) => `"${id}"`);
    throw new CipherError('no_key', `it is encrypted with key ${ids.join(' and ')}`);
  }
  for (const { id, probe: sealed } of known) {
    if (id === digestId) checkSecret(cipher, sealed);
    else checkKey(cipher, id, sealed);
  }
  const rows = [
    { id: digestId, probe: cipher.digest(probe), created_at: now },
    {
      id: cipher.keyId,
      probe: cipher.seal(probe, probePlace(cipher.keyId)),
      created_at: now,
    },
  ].filter(({ id }) => !known.some((one) => one.id === id));
  if (rows.length === 0) return;
  await store
    .insertInto('encryption_keys')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Of two servers that come at once with different keys, the second finds the first's.
  await agreeOnKeys(store, cipher, now);
}

function checkSecret(cipher: FieldCipher, expected: string): void {
  if (cipher.digest(probe) === expected) return;
  throw new CipherError('damaged', 'its phones are looked up by another PROMO_LEAD_SECRET');
}

function checkKey(cipher: FieldCipher, id: string, sealed: string): void {
  if (!cipher.knows(id)) throw new CipherError('no_key', `it is encrypted with key "${id}" too`);
  try {
    cipher.open(sealed, probePlace(id));
  } catch (cause) {
    throw new CipherError('damaged', `its key "${id}" is another one`, { cause });
  }
}

/** The keys that values of the store may be encrypted with, oldest first. */
export async function keysInUse(store: Store): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('encryption_keys')
    .select('id')
    .where('id', '!=', digestId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Forgets the keys that no value is encrypted with any more. */
export async function forgetOtherKeys(store: Store, { keyId }: FieldCipher): Promise<void> {
  await store.deleteFrom('encryption_keys').where('id', 'not in', [digestId, keyId]).execute();
}
