/** Crockford's alphabet: no letter that is mistaken for a digit when read out on the phone. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const bitsEach = 5;

/** An opaque reference of 79 random bits, in 16 characters that a person can read out. */
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

/**
 * At most 16, of 5 bits each: two digits of a UUID of version 4, of whose bytes Node has some in
 * store, so that it takes a fifth of `getRandomValues()`. Those with the version have 4 bits.
 */
function randomCharacters(length: number): string {
  const digits = crypto.randomUUID().replaceAll('-', '');
  let characters = '';
  for (let end = 32; characters.length < length; end -= 2) {
    characters += alphabet.charAt(Number.parseInt(digits.slice(end - 2, end), 16) & 31);
  }
  return characters;
}
