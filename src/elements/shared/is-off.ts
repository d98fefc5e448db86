/**
 * Whether an attribute, which may have no value, is absent. `false` counts as absent too: some
 * frameworks write it out.
 */
export function isOff(value: string | number | boolean | null | undefined): boolean {
  return value === undefined || value === null || String(value) === 'false';
}
