/**
 * A fresh `Idempotency-Key`: 128 random bits.
 *
 * Not `crypto.randomUUID()`, which a page served over plain http does not have.
 * Nor `Array.from()` with a mapping, which Prototype.js and MooTools replace by one without.
 */
export function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
