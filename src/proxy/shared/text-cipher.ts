/** Encrypts texts, so that the database without the server's secret does not reveal them. */
export interface TextCipher {
  encrypt(text: string): Promise<string>;
  /** Undefined if it was encrypted with another secret, or was changed since. */
  decrypt(encrypted: string): Promise<string | undefined>;
}

const algorithm = 'AES-GCM';
/** Bytes of the nonce (NIST SP 800-38D, 8.2). */
const nonceLength = 12;

/** AES-256-GCM, with a key that is derived from the secret for this purpose only. */
export function createTextCipher(secret: string, purpose: string): TextCipher {
  const key = deriveKey(secret, purpose);
  return {
    async encrypt(text) {
      const iv = crypto.getRandomValues(new Uint8Array(nonceLength));
      const bytes = new TextEncoder().encode(text);
      const ciphertext = await crypto.subtle.encrypt({ name: algorithm, iv }, await key, bytes);
      return btoa(String.fromCharCode(...iv, ...new Uint8Array(ciphertext)));
    },
    async decrypt(encrypted) {
      try {
        const bytes = Uint8Array.from(atob(encrypted), (character) => character.charCodeAt(0));
        const iv = bytes.subarray(0, nonceLength);
        const ciphertext = bytes.subarray(nonceLength);
        const text = await crypto.subtle.decrypt({ name: algorithm, iv }, await key, ciphertext);
        return new TextDecoder().decode(text);
      } catch {
        return undefined;
      }
    },
  };
}

async function deriveKey(secret: string, purpose: string): Promise<CryptoKey> {
  const encoder = new TextEncoder();
  const master = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, [
    'deriveKey',
  ]);
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: encoder.encode(purpose),
  };
  const use: KeyUsage[] = ['encrypt', 'decrypt'];
  return crypto.subtle.deriveKey(derivation, master, { name: algorithm, length: 256 }, false, use);
}
