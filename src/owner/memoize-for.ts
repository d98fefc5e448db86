export interface MemoizeOptions<T> {
  /** How old a value may be before it is loaded again. */
  readonly maxAgeMs: number;
  readonly load: () => Promise<T>;
  readonly now: () => number;
}

export interface Memoized<T> {
  readonly value: T;
  /** When it was asked for, ms since 1970. */
  readonly loadedAt: number;
}

/**
 * Loads a value at most once per `maxAgeMs`, however many callers want it. A load that fails is
 * not remembered: the next caller tries again.
 */
export function memoizeFor<T>(options: MemoizeOptions<T>): () => Promise<Memoized<T>> {
  const { maxAgeMs, load, now } = options;
  let last: { readonly value: Promise<T>; readonly loadedAt: number } | undefined;
  return async () => {
    if (!last || now() - last.loadedAt >= maxAgeMs) {
      const begun = { loadedAt: now(), value: load() };
      last = begun;
      begun.value.catch(() => {
        if (last === begun) last = undefined;
      });
    }
    const { value, loadedAt } = last;
    return { value: await value, loadedAt };
  };
}
