import { type Store, transact } from '../store.ts';
import { CipherError, type FieldCipher } from './field-cipher.ts';
import { keysOfLeads } from './keys-of-leads.ts';

/** Marks a digest by the secret. No key has such an ID: those are letters, digits, `-` and `_`. */
const digestId = '*';
/** Marks a digest by the previous secret, as long as phones may have digests by that. */
const previousDigestId = '*before';
const digestIds: readonly string[] = [digestId, previousDigestId];
const probe = 'promo-lead';

function probeAad(keyId: string): string {
  return JSON.stringify(['encryption_keys', 'probe', keyId]);
}

function encryptedProbe(cipher: FieldCipher): string {
  return cipher.encrypt(probe, probeAad(cipher.keyId));
}

/**
 * Makes sure that all keys of the store are configured, and records the key that it is encrypted
 * with from now on. Throws {@link CipherError}. A server with another secret would silently find
 * nobody by phone, so the store knows its secret too. If the secret was replaced and the previous
 * one is configured, the new one is recorded.
 */
export async function agreeOnKeys(
  store: Store,
  cipher: FieldCipher | undefined,
  now: number,
): Promise<void> {
  const known = await store.selectFrom('encryption_keys').selectAll().execute();
  if (!cipher) {
    if (known.length === 0) return;
    const ids = known.filter(({ id }) => !digestIds.includes(id)).map(({ id }) => `"${id}"`);
    throw new CipherError('no_key', `it is encrypted with key ${ids.join(' and ')}`);
  }
  for (const { id, probe: encrypted } of known) {
    if (!digestIds.includes(id)) checkKey(cipher, id, encrypted);
  }
  const digests = new Map(known.map((row) => [row.id, row.probe]));
  if (!isOurSecret(cipher, digests)) {
    await replaceSecret(store, cipher, now);
    return agreeOnKeys(store, cipher, now);
  }
  const rows = [
    { id: digestId, probe: cipher.digest(probe), created_at: now },
    { id: cipher.keyId, probe: encryptedProbe(cipher), created_at: now },
  ].filter(({ id }) => !known.some((one) => one.id === id));
  if (rows.length === 0) return;
  await store
    .insertInto('encryption_keys')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // Of two servers that start at once with different keys, the second finds the first's.
  await agreeOnKeys(store, cipher, now);
}

/** Whether phones are looked up by our secret already; throws if they cannot be found. */
function isOurSecret(cipher: FieldCipher, digests: ReadonlyMap<string, string>): boolean {
  const [current, previous] = digestIds.map((id) => digests.get(id));
  const ours = cipher.digest(probe);
  const ourPrevious = cipher.previousDigest?.(probe);
  if (current !== undefined && current !== ours && current !== ourPrevious) {
    throw new CipherError('damaged', 'its phones are looked up by another PROMO_LEAD_SECRET');
  }
  if (previous !== undefined && previous !== ourPrevious && current === ours) {
    const still = 'some of its phones are looked up by the PROMO_LEAD_SECRET before';
    throw new CipherError('no_key', `${still}, which has to be PROMO_LEAD_PREVIOUS_SECRET`);
  }
  if (previous !== undefined && current !== ours) {
    const still = 'its phones are on their way from one secret to another';
    throw new CipherError('no_key', `${still}: "store encrypt" has to end with that first`);
  }
  return current === undefined || current === ours;
}

/** If several servers start at once, one of them does it. */
async function replaceSecret(store: Store, cipher: FieldCipher, now: number): Promise<void> {
  const previous = cipher.previousDigest?.(probe) ?? '';
  await transact(store, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('encryption_keys')
      .set({ probe: cipher.digest(probe), created_at: now })
      .where('id', '=', digestId)
      .where('probe', '=', previous)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await transaction
      .insertInto('encryption_keys')
      .values({ id: previousDigestId, probe: previous, created_at: now })
      .execute();
  });
}

function checkKey(cipher: FieldCipher, id: string, encrypted: string): void {
  if (!cipher.knows(id)) throw new CipherError('no_key', `it is encrypted with key "${id}" too`);
  try {
    cipher.decrypt(encrypted, probeAad(id));
  } catch (cause) {
    throw new CipherError('damaged', `its key "${id}" is another one`, { cause });
  }
}

/**
 * The keys that values of the store may be encrypted with, oldest first. Those of the leads are
 * included even if they are not recorded, so that no key is dropped that is still needed.
 */
export async function keysInUse(store: Store): Promise<readonly string[]> {
  const rows = await store
    .selectFrom('encryption_keys')
    .select('id')
    .where('id', 'not in', digestIds)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return [...new Set([...rows.map(({ id }) => id), ...(await keysOfLeads(store))])];
}

/** Whether some phones may be found by the previous secret only. */
export async function needsPreviousSecret(store: Store): Promise<boolean> {
  const row = store.selectFrom('encryption_keys').select('id').where('id', '=', previousDigestId);
  return (await row.executeTakeFirst()) !== undefined;
}

/** How long a claim lasts, and how often it is renewed; the clocks of two servers may differ. */
const claimMs = 60_000;
const renewMs = 20_000;
/** A claim that lasts longer was made by a clock that was ahead. */
const claimMsMax = 60 * claimMs;

/**
 * For a server, which calls it regularly while it runs: records that it encrypts with its key, so
 * that no other process forgets that key.
 */
export function createKeyClaim(store: Store, cipher: FieldCipher): (now: number) => Promise<void> {
  let claimedAt = Number.NEGATIVE_INFINITY;
  return async (now) => {
    // Earlier than the last claim: the clock was set back since.
    if (now >= claimedAt && now < claimedAt + renewMs) return;
    claimedAt = now;
    const claimed = { claimed_until: now + claimMs };
    const row = { id: cipher.keyId, probe: encryptedProbe(cipher), created_at: now, ...claimed };
    try {
      await store
        .insertInto('encryption_keys')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(claimed))
        .execute();
    } catch (error) {
      claimedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  };
}

/**
 * Forgets the keys, and the previous secret, that neither a value nor a running server needs any
 * more. Resolves to the other keys that are left.
 */
export async function forgetOtherKeys(
  store: Store,
  { keyId }: FieldCipher,
  now: number,
): Promise<readonly string[]> {
  const needed = new Set([digestId, keyId, ...(await keysOfLeads(store))]);
  await store
    .deleteFrom('encryption_keys')
    .where('id', 'not in', [...needed])
    .where(({ eb, or }) =>
      or([
        eb('claimed_until', 'is', null),
        eb('claimed_until', '<=', now),
        eb('claimed_until', '>', now + claimMsMax),
      ]),
    )
    .execute();
  return (await keysInUse(store)).filter((id) => id !== keyId);
}
