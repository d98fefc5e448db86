/** Crockford's alphabet: no letter can be mistaken for a digit when read out on the phone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const bitsEach = 5;

/** An opaque reference of 79 random bits, in 16 characters that a person can read out. */
export function randomRef(): string {
  return randomCharacters(16);
}

/**
 * Like {@link randomRef}, but its first seven characters are the second of `now` (ms since 1970).
 * So rows that are stored together are close together in the indexes, and a commit changes few
 * pages instead of one per row, as with UUID version 7 (RFC 9562). 45 bits are random.
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

/**
 * At most 16 characters of 5 bits each, from two digits of a UUID of version 4: Node keeps random
 * bytes for these in stock, so one takes a fifth of `getRandomValues()`. The character with the
 * version has 4 random bits.
 */
function randomCharacters(length: number): string {
  const digits = crypto.randomUUID().replaceAll('-', '');
  let characters = '';
  for (let end = 32; characters.length < length; end -= 2) {
    characters += alphabet.charAt(Number.parseInt(digits.slice(end - 2, end), 16) & 31);
  }
  return characters;
}
