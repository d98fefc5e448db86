/** So many texts and what they say are kept, and then all of them forgotten. */
const knownMax = 1000;

/**
 * What is read of a text, and known while it is read again and again: the codes of a campaign have
 * one zone and one period. What `read` throws is not kept.
 */
export function lately<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const found = known.get(text);
    if (found) return found.value;
    const value = read(text);
    if (known.size >= knownMax) known.clear();
    known.set(text, { value });
    return value;
  };
}
