import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  CipherError,
  type FieldCipher,
  formatEncrypted,
  parseEncrypted,
  toDigest,
} from '../../store/index.ts';
import type { Secret } from './secret.ts';

/** A key of 256 bits, in hex, with the name that is part of each value that it encrypts. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: Secret;
}

const algorithm = 'aes-256-gcm';
/** Bytes of the nonce and of the tag (NIST SP 800-38D, 8.2 and 5.2.1.2). */
const nonceLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM by `node:crypto`, which is synchronous: a value takes a fifth of what a promise of
 * Web Crypto does, and a commit of two hundred leads has more than a thousand. With key objects:
 * from bytes, each call would make a new one, which takes six times as long. The first key
 * encrypts. Digests are HMACs with a key that is derived from the server secret, for this purpose
 * alone.
 */
export function createFieldCipher(
  keys: readonly EncryptionKey[],
  secret: Secret,
  previousSecret?: Secret,
): FieldCipher {
  const ciphers = new Map(keys.map(({ id, key }) => [id, createSecretKey(key.reveal(), 'hex')]));
  const keyId = keys[0]?.id ?? '';
  const keyOf = (id: string): KeyObject => {
    const key = ciphers.get(id);
    if (key === undefined) {
      throw new CipherError('no_key', `Cannot decrypt: key "${id}" is missing`);
    }
    return key;
  };
  return {
    keyId,
    knows: (id) => ciphers.has(id),
    encrypt(text, aad) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv(algorithm, keyOf(keyId), nonce);
      cipher.setAAD(Buffer.from(aad));
      const encrypted = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final()]);
      return formatEncrypted(
        keyId,
        Buffer.concat([encrypted, cipher.getAuthTag()]).toString('base64url'),
      );
    },
    decrypt(encrypted, aad) {
      const { keyId: id, content } = parseEncrypted(encrypted);
      const key = keyOf(id);
      const bytes = Buffer.from(content, 'base64url');
      try {
        const nonce = bytes.subarray(0, nonceLength);
        const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength });
        decipher.setAAD(Buffer.from(aad));
        decipher.setAuthTag(bytes.subarray(-tagLength));
        const text = decipher.update(bytes.subarray(nonceLength, -tagLength));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new CipherError('damaged', `Cannot decrypt ${aad}: it was changed`, { cause });
      }
    },
    digest: digester(secret),
    ...(previousSecret && { previousDigest: digester(previousSecret) }),
  };
}

function digester(secret: Secret): (text: string) => string {
  const pepper = createSecretKey(
    createHmac('sha256', secret.reveal()).update('digests of phones').digest(),
  );
  return (text) => toDigest(createHmac('sha256', pepper).update(text).digest('base64url'));
}
