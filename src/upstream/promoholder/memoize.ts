/** So many are kept, and then all of them forgotten. */
const knownMax = 1000;

/**
 * What is read of something, and known while the same is read again and again: the codes of a
 * campaign have one zone and one period. What `read` throws is not kept.
 *
 * @param keyOf - Differs where what is read does.
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
