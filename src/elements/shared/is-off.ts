/**
 * Whether an attribute that may stand alone or have a value is not there. `false` is not there
 * either: some frameworks write it out.
 */
export function isOff(value: string | number | boolean | null | undefined): boolean {
  return value === undefined || value === null || String(value) === 'false';
}
