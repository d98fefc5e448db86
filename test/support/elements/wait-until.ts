import { waitUntil as wait } from '@open-wc/testing';

/** A test fails because of what it asserts, not because the machine is busy. */
export const patienceMs = 45_000;

/** Waits until a condition is true; `what` names it in the error. */
export function waitUntil(isSo: () => unknown, what?: string): Promise<void> {
  return wait(isSo, what, { timeout: patienceMs, interval: 20 });
}
