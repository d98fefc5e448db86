/** Resolves after so many milliseconds; keeps no process alive. */
export function elapsed(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  AbortSignal.timeout(ms).addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
