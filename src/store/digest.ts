import { hmac as hmacOf } from '@noble/hashes/hmac.js';
import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 and HMAC-SHA-256 of texts in UTF-8, in hex. */
export interface Digester {
  sha256(text: string): string;
  /** HMAC with this secret. */
  keyed(secret: string): (text: string) => string;
}

// Not Web Crypto, which hands each text to another thread: that takes eight times as long for texts
// as short as these (`bench/README.md`), and a request has several of them.
const encoder: TextEncoder = new TextEncoder();

/** On any runtime. */
export const portableDigester: Digester = {
  sha256: (text) => bytesToHex(sha256Of(encoder.encode(text))),
  keyed(secret) {
    const keyedHash = hmacOf.create(sha256Of, encoder.encode(secret));
    return (text) => bytesToHex(keyedHash.clone().update(encoder.encode(text)).digest());
  },
};

let digester = portableDigester;
/** A process has one secret and several texts a request: half of the work is done once. */
let last: { readonly secret: string; readonly of: (text: string) => string } | undefined;

/** From now on, this process uses a faster digester, with the same results. */
export function setDigester(faster: Digester): void {
  digester = faster;
  last = undefined;
}

/** SHA-256 of a text, in hex: how the store keeps tokens and keys that are never shown again. */
export function sha256(text: string): string {
  return digester.sha256(text);
}

/** HMAC-SHA-256 of a text, in hex: for texts that could be found by trying all of them. */
export function hmac(secret: string, text: string): string {
  if (last?.secret !== secret) last = { secret, of: digester.keyed(secret) };
  return last.of(text);
}
