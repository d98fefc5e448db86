/** Crockford's alphabet: no letter that is mistaken for a digit when read out on the phone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const bitsEach = 5;

/** An opaque reference of 80 random bits, in 16 characters that a person can read out. */
export function randomRef(): string {
  return randomCharacters(16);
}

/**
 * As {@link randomRef}, its first seven characters the second (of ms since 1970): what comes
 * together stands together in the indexes then, and a commit changes few pages of them instead of
 * one for each row (the reason of UUID version 7, RFC 9562). 45 bits are by chance.
 */
export function timedRef(now: number): string {
  let seconds = Math.floor(now / 1000);
  let time = '';
  while (time.length < 7) {
    time = alphabet.charAt(seconds % 2 ** bitsEach) + time;
    seconds = Math.floor(seconds / 2 ** bitsEach);
  }
  return time + randomCharacters(9);
}

function randomCharacters(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => alphabet.charAt(byte & 31)).join('');
}
