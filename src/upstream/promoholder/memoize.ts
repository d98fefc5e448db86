/** Results that are kept; then all of them are forgotten. */
const knownMax = 1000;

/**
 * Remembers what `read` returned for each key, because the codes of a campaign have one time zone
 * and one window. What it throws is not kept.
 *
 * @param keyOf - Must differ where the result does.
 */
export function memoize<Given, Read>(
  read: (given: Given) => Read,
  keyOf: (given: Given) => string = String,
): (given: Given) => Read {
  const known = new Map<string, { readonly value: Read }>();
  return (given) => {
    const key = keyOf(given);
    const found = known.get(key);
    if (found) return found.value;
    const value = read(given);
    if (known.size >= knownMax) known.clear();
    known.set(key, { value });
    return value;
  };
}
