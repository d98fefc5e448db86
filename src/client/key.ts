/**
 * A fresh `Idempotency-Key`: 128 random bits.
 *
 * Not `crypto.randomUUID()`, which a page served over plain http does not have.
 */
export function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
