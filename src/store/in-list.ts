/**
 * What `in (…)` is to hold: filled up to a power of two by the last value again. Lists of few
 * different lengths are few different statements, which a database keeps prepared.
 */
export function inList<Value>(values: readonly [Value, ...Value[]]): readonly Value[] {
  const [first] = values;
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return Array.from({ length }, (_, index) => values[index] ?? first);
}
