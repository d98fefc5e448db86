import { type Store, transact } from '../store.ts';
import { CipherError, type FieldCipher } from './field-cipher.ts';
import { keysOfLeads } from './keys-of-leads.ts';

/** No ids of keys: those have letters, digits, `-` and `_`. A digest by the secret, … */
const digestId = '*';
/** … and by the one before, as long as there may be digests by that. */
const digestBeforeId = '*before';
const digestIds: readonly string[] = [digestId, digestBeforeId];
const probe = 'promo-lead';

function probePlace(keyId: string): string {
  return JSON.stringify(['encryption_keys', 'probe', keyId]);
}

function sealedProbe(cipher: FieldCipher): string {
  return cipher.seal(probe, probePlace(cipher.keyId));
}

/**
 * Makes sure that whatever the store is encrypted with is at hand, and writes down what it will be
 * encrypted with from now on. Throws {@link CipherError}. A server with another secret would find
 * nobody by phone, and without a word; so the store knows which secret it is, too. Where it is
 * another one, but the one before is at hand, the new one is written down in its place.
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
  for (const { id, probe: sealed } of known) {
    if (!digestIds.includes(id)) checkKey(cipher, id, sealed);
  }
  const digests = new Map(known.map((row) => [row.id, row.probe]));
  if (!isByTheSecret(cipher, digests)) {
    await changeSecret(store, cipher, now);
    return agreeOnKeys(store, cipher, now);
  }
  const rows = [
    { id: digestId, probe: cipher.digest(probe), created_at: now },
    { id: cipher.keyId, probe: sealedProbe(cipher), created_at: now },
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

/** Whether phones are looked up by our secret already; throws where they cannot be found. */
function isByTheSecret(cipher: FieldCipher, digests: ReadonlyMap<string, string>): boolean {
  const [current, before] = digestIds.map((id) => digests.get(id));
  const ours = cipher.digest(probe);
  const oursBefore = cipher.digestBefore?.(probe);
  if (current !== undefined && current !== ours && current !== oursBefore) {
    throw new CipherError('damaged', 'its phones are looked up by another PROMO_LEAD_SECRET');
  }
  if (before !== undefined && before !== oursBefore && current === ours) {
    const still = 'some of its phones are looked up by the PROMO_LEAD_SECRET before';
    throw new CipherError('no_key', `${still}, which has to be PROMO_LEAD_PREVIOUS_SECRET`);
  }
  if (before !== undefined && current !== ours) {
    const still = 'its phones are on their way from one secret to another';
    throw new CipherError('no_key', `${still}: "store encrypt" has to end with that first`);
  }
  return current === undefined || current === ours;
}

/** Of several servers that come at once, one does it. */
async function changeSecret(store: Store, cipher: FieldCipher, now: number): Promise<void> {
  const before = cipher.digestBefore?.(probe) ?? '';
  await transact(store, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('encryption_keys')
      .set({ probe: cipher.digest(probe), created_at: now })
      .where('id', '=', digestId)
      .where('probe', '=', before)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return;
    await transaction
      .insertInto('encryption_keys')
      .values({ id: digestBeforeId, probe: before, created_at: now })
      .execute();
  });
}

function checkKey(cipher: FieldCipher, id: string, sealed: string): void {
  if (!cipher.knows(id)) throw new CipherError('no_key', `it is encrypted with key "${id}" too`);
  try {
    cipher.open(sealed, probePlace(id));
  } catch (cause) {
    throw new CipherError('damaged', `its key "${id}" is another one`, { cause });
  }
}

/**
 * The keys that values of the store may be encrypted with, oldest first. The leads are asked, too:
 * no key may be taken for one that nobody needs, whatever was forgotten of it.
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

/** Whether phones may stand in it that are found by the secret before alone. */
export async function needsSecretBefore(store: Store): Promise<boolean> {
  const row = store.selectFrom('encryption_keys').select('id').where('id', '=', digestBeforeId);
  return (await row.executeTakeFirst()) !== undefined;
}

/** How long a claim lasts, and how often it is made anew; the clocks of two servers differ, too. */
const claimMs = 60_000;
const renewMs = 20_000;
/** What would last longer was claimed by a clock that was ahead. */
const claimMsMax = 60 * claimMs;

/**
 * For a server, which calls it again and again while it runs: says that it encrypts with its key,
 * so that no other process takes that for one which nobody needs.
 */
export function createKeyClaim(store: Store, cipher: FieldCipher): (now: number) => Promise<void> {
  let claimedAt = Number.NEGATIVE_INFINITY;
  return async (now) => {
    // Before the last time: the clock was set back since.
    if (now >= claimedAt && now < claimedAt + renewMs) return;
    claimedAt = now;
    const claimed = { claimed_until: now + claimMs };
    const row = { id: cipher.keyId, probe: sealedProbe(cipher), created_at: now, ...claimed };
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
 * Forgets the keys, and the secret, that no value needs any more, nor a server that runs. Gives the
 * other keys that are left.
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
