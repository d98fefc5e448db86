/** undici's own limits, for the head of a reply and between two pieces of its body. */
const lateCodes: ReadonlySet<unknown> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** Whether a call ended because time was up, and not because its connection broke. */
export function isLate(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof Error && 'code' in error && lateCodes.has(error.code));
}
