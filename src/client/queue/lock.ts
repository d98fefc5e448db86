/**
 * Takes a lock that all tabs of this origin share, if it is free; resolves to a function that
 * releases it. A page over plain http has no locks, and continues as if it had got one.
 */
export function takeLock(name: string, mode: LockMode): Promise<(() => void) | undefined> {
  const locks = navigator.locks as LockManager | undefined;
  return new Promise((resolve) => {
    if (!locks) return resolve(() => undefined);
    locks
      .request(`promo-lead ${name}`, { mode, ifAvailable: true }, (lock) =>
        lock ? new Promise<void>(resolve) : resolve(undefined),
      )
      .catch(() => resolve(undefined));
  });
}
