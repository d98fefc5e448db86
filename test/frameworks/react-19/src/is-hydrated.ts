import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether the browser has hydrated what a server rendered; true at once if nothing was. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
