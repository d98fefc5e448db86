/** Resolves after `ms`, without keeping the process alive. */
export function delay(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  AbortSignal.timeout(ms).addEventListener('abort', () => resolve(), { once: true });
  return promise;
}
