/** Of one transaction each: some milliseconds, and a lead that comes in waits no longer. */
const batchSize = 100;

/**
 * What is done to many rows, some at a time.
 *
 * @yields {string[]} Some refs.
 */
export async function* someAtATime(
  refs: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<readonly string[]> {
  let some: string[] = [];
  for await (const ref of refs) {
    some.push(ref);
    if (some.length < batchSize) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
