import { hmac as hmacOf } from '@noble/hashes/hmac.js';
import { sha256 as sha256Of } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

// Not by Web Crypto, which hands each text over to another thread: that takes eight times as long
// for texts as short as these (`bench/README.md`), and there are several of a request.
const encoder: TextEncoder = new TextEncoder();

/** SHA-256 of a text, in hex: how the store keeps tokens and keys that it never shows again. */
export function sha256(text: string): string {
  return bytesToHex(sha256Of(encoder.encode(text)));
}

/** HMAC-SHA-256 of a text, in hex: for what could be found by trying all there is. */
export function hmac(secret: string, text: string): string {
  if (last?.secret !== secret) {
    last = { secret, keyed: hmacOf.create(sha256Of, encoder.encode(secret)) };
  }
  return bytesToHex(last.keyed.clone().update(encoder.encode(text)).digest());
}

/** A process has one secret, and several texts a request: half of the work is done with it. */
let last: { readonly secret: string; readonly keyed: ReturnType<typeof hmacOf.create> } | undefined;
