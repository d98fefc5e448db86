/**
 * What `in (…)` is to hold: filled up to a power of two by values that are there already. Lists of
 * few different lengths are few different statements, which a database keeps prepared.
 */
export function inList<Value>(values: readonly Value[]): readonly Value[] {
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...values.slice(0, length - values.length)];
}
