/**
 * A new `Idempotency-Key` of 32 hexadecimal digits. It begins like a UUID of version 7 (RFC 9562),
 * with the millisecond and a 7, so that the proxy has keys of about the same time together; 76 bits
 * are random.
 *
 * Not with `crypto.randomUUID()`, which a page served over plain http does not have, nor with a
 * mapping in `Array.from()`, which the versions of Prototype.js and MooTools ignore.
 */
export function createKey(): string {
  let key = `0${Date.now().toString(16)}7`;
  for (const byte of crypto.getRandomValues(new Uint8Array(19))) key += (byte & 15).toString(16);
  return key;
}
