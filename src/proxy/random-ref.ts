/** Crockford's alphabet: no letter that is mistaken for a digit when read out on the phone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An opaque reference of 80 random bits, in 16 characters that a person can read out. */
export function randomRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => alphabet.charAt(byte & 31)).join('');
}
