/**
 * The text that an attribute of a native element would have for any value from a framework or a
 * page; `undefined` if the value counts as not set, as the `false` of a condition does.
 */
export function asText(value: unknown): string | undefined {
  if (value === undefined || value === null || value === false) return undefined;
  // oxlint-disable-next-line typescript/no-base-to-string -- as the browser does, whatever it is.
  return String(value);
}
