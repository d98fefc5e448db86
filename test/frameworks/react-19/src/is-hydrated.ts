import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** Whether the browser has taken over what a server rendered; true at once where none did. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
