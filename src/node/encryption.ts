import { agreeOnKeys, CipherError, type FieldCipher, type Store } from '../store/index.ts';
import type { Config } from './config/load.ts';
import { DataError } from './data-folder.ts';
import { createFieldCipher } from './field-cipher.ts';
import { serverSecret } from './server-secret.ts';

/** What encrypts the store; undefined where no key is configured. Throws `DataError`. */
export function cipherOf(config: Config): FieldCipher | undefined {
  const { encryptionKeys, previousSecret } = config;
  if (encryptionKeys.length === 0) return undefined;
  return createFieldCipher(encryptionKeys, serverSecret(config), previousSecret);
}

/** Throws `DataError` where the store is encrypted otherwise than we are configured. */
export async function requireKeys(store: Store, cipher: FieldCipher | undefined): Promise<void> {
  try {
    await agreeOnKeys(store, cipher, Date.now());
  } catch (cause) {
    if (!(cause instanceof CipherError)) throw cause;
    throw new DataError(`Cannot use the store: ${cause.message}. ${advice}`, { cause });
  }
}

const advice =
  'Configure what it was encrypted with: PROMO_LEAD_ENCRYPTION_KEYS, and the PROMO_LEAD_SECRET ' +
  'of that time';
