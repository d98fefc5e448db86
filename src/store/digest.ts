import { hmac as hmacOf } from '@noble/hashes/hmac.js';
import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 and HMAC-SHA-256 of texts in UTF-8, in hex. */
export interface Digester {
  sha256(text: string): string;
  /** For one secret. */
  keyed(secret: string): (text: string) => string;
}

// Not by Web Crypto, which hands each text over to another thread: that takes eight times as long
// for texts as short as these (`bench/README.md`), and there are several of a request.
const encoder: TextEncoder = new TextEncoder();

/** On any runtime. */
export const portableDigester: Digester = {
  sha256: (text) => bytesToHex(sha256Of(encoder.encode(text))),
  keyed(secret) {
    const begun = hmacOf.create(sha256Of, encoder.encode(secret));
    return (text) => bytesToHex(begun.clone().update(encoder.encode(text)).digest());
  },
};

let digester = portableDigester;
/** A process has one secret, and several texts a request: half of the work is done with it. */
let last: { readonly secret: string; readonly of: (text: string) => string } | undefined;

/** From now on, digests of this process are made by this one: the same, and sooner. */
export function setDigester(faster: Digester): void {
  digester = faster;
  last = undefined;
}

/** SHA-256 of a text, in hex: how the store keeps tokens and keys that it never shows again. */
export function sha256(text: string): string {
  return digester.sha256(text);
}

/** HMAC-SHA-256 of a text, in hex: for what could be found by trying all there is. */
export function hmac(secret: string, text: string): string {
  if (last?.secret !== secret) last = { secret, of: digester.keyed(secret) };
  return last.of(text);
}
