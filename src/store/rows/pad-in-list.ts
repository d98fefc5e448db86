/**
 * The values for an `in (…)`, padded to a power of two with some of themselves. Fewer different
 * lengths are fewer different statements, which a database keeps prepared.
 */
export function padInList<Value>(values: readonly Value[]): readonly Value[] {
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...values.slice(0, length - values.length)];
}
