/** Rows of one transaction: some milliseconds, and a lead that comes in waits no longer. */
export const chunkSize = 100;

/** @yields {T[]} The items, `size` at a time; the last chunk may be smaller. */
export async function* inChunks<T>(
  items: AsyncIterable<T> | Iterable<T>,
  size: number = chunkSize,
): AsyncGenerator<readonly T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** @yields {T[]} The same of an array, without a wait. */
export function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
