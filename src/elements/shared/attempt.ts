/** What the work answers; `undefined` where it throws, for what may fail and costs nothing. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
