/** Returns what `work` returns, or `undefined` if it throws: for work that may fail harmlessly. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
