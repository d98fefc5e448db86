/** All values of an async iterable. `Array.fromAsync` is not in the library of ES2024. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
