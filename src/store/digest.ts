const encoder: TextEncoder = new TextEncoder();

/** SHA-256 of a text, in hex: how the store keeps tokens and keys that it never shows again. */
export async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
}

/** HMAC-SHA-256 of a text, in hex: for what could be found by trying all there is. */
export async function hmac(secret: string, text: string): Promise<string> {
  if (lastKey?.secret !== secret) lastKey = { secret, key: importKey(secret) };
  return hex(await crypto.subtle.sign('HMAC', await lastKey.key, encoder.encode(text)));
}

/** A process has one secret, and several texts a request: to import it takes as long as to sign. */
let lastKey: { readonly secret: string; readonly key: Promise<CryptoKey> } | undefined;

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
}

const digits: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

function hex(bytes: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(bytes)) text += digits[byte];
  return text;
}
