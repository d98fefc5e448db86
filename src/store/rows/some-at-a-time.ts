/** Rows of one transaction: some milliseconds, and a lead that comes in waits no longer. */
export const writtenAtOnce = 100;

/**
 * What is done to many rows, some at a time.
 *
 * @yields {T[]} So many of them; the last may be fewer.
 */
export async function* someAtATime<T>(
  all: AsyncIterable<T> | Iterable<T>,
  size: number = writtenAtOnce,
): AsyncGenerator<readonly T[]> {
  let some: T[] = [];
  for await (const one of all) {
    some.push(one);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
