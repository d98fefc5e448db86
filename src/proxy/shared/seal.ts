/** Makes texts unreadable to whoever has the database and not the server's secret. */
export interface Seal {
  close(text: string): Promise<string>;
  /** Undefined for what was closed with another secret, or was changed since. */
  open(sealed: string): Promise<string | undefined>;
}

const algorithm = 'AES-GCM';
/** Bytes of the nonce (NIST SP 800-38D, 8.2). */
const nonceLength = 12;

/** AES-256-GCM, with a key that is derived from the secret for this purpose alone. */
export function createSeal(secret: string, purpose: string): Seal {
  const key = deriveKey(secret, purpose);
  return {
    async close(text) {
      const iv = crypto.getRandomValues(new Uint8Array(nonceLength));
      const bytes = new TextEncoder().encode(text);
      const closed = await crypto.subtle.encrypt({ name: algorithm, iv }, await key, bytes);
      return btoa(String.fromCharCode(...iv, ...new Uint8Array(closed)));
    },
    async open(sealed) {
      try {
        const bytes = Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0));
        const iv = bytes.subarray(0, nonceLength);
        const closed = bytes.subarray(nonceLength);
        const text = await crypto.subtle.decrypt({ name: algorithm, iv }, await key, closed);
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
