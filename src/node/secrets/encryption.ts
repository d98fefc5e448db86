import {
  agreeOnKeys,
  CipherError,
  type FieldCipher,
  keysOfLeads,
  type Store,
} from '../../store/index.ts';
import type { Config } from '../config/load.ts';
import { DataError } from '../store/data-folder.ts';
import { createFieldCipher } from './field-cipher.ts';
import { serverSecret } from './server-secret.ts';

/** The store's cipher; undefined if no key is configured. Throws `DataError`. */
export function cipherOf(config: Config): FieldCipher | undefined {
  const { encryptionKeys, previousSecret } = config;
  if (encryptionKeys.length === 0) return undefined;
  return createFieldCipher(encryptionKeys, serverSecret(config), previousSecret);
}

/** Throws `DataError` if the store's encryption does not fit our configuration. */
export async function requireKeys(store: Store, cipher: FieldCipher | undefined): Promise<void> {
  try {
    await agreeOnKeys(store, cipher, Date.now());
  } catch (cause) {
    if (!(cause instanceof CipherError)) throw cause;
    throw new DataError(`Cannot use the store: ${cause.message}. ${advice}`, { cause });
  }
}

/**
 * For a server before it starts: throws `DataError` if leads are encrypted with a key that it does
 * not have and that the store has no record of. A command may still show what it can read.
 */
export async function requireKeysOfLeads(
  store: Store,
  cipher: FieldCipher | undefined,
): Promise<void> {
  const missing = (await keysOfLeads(store)).filter((id) => !cipher?.knows(id));
  if (missing.length === 0) return;
  const ids = missing.map((id) => `"${id}"`).join(' and ');
  throw new DataError(`Cannot use the store: leads are encrypted with key ${ids}. ${advice}`);
}

const advice =
  'Configure what it was encrypted with: PROMO_LEAD_ENCRYPTION_KEYS, and the PROMO_LEAD_SECRET ' +
  'of that time';
