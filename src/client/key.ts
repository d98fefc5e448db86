/**
 * A fresh `Idempotency-Key` of 32 hexadecimal digits. It begins as a UUID of version 7 does (RFC
 * 9562), with its millisecond and a 7, so that the proxy has the keys of one moment together; 76
 * bits are by chance.
 *
 * Not `crypto.randomUUID()`, which a page served over plain http does not have.
 * Nor `Array.from()` with a mapping, which Prototype.js and MooTools replace by one without.
 */
export function createKey(): string {
  let key = `0${Date.now().toString(16)}7`;
  for (const byte of crypto.getRandomValues(new Uint8Array(19))) key += (byte & 15).toString(16);
  return key;
}
