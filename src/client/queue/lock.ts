/**
 * Does `work` under a lock that all tabs of this origin share. It is told whether the lock was
 * free; if not, it works without. A page over plain http has no locks, and works as if it had got
 * one. Resolves and rejects as `work` does.
 */
export async function withLock<T>(
  name: string,
  mode: LockMode,
  work: (isFree: boolean) => Promise<T>,
): Promise<T> {
  const locks = navigator.locks as LockManager | undefined;
  let working: Promise<T> | undefined;
  await locks
    ?.request(`promo-lead ${name}`, { mode, ifAvailable: true }, (lock) => {
      working = work(lock !== null);
      return working;
    })
    // The browser refuses, or `work` rejects, which is told below.
    .catch(() => undefined);
  return working ?? work(!locks);
}
