/** ISO 8601, of ms since 1970. */
export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}
