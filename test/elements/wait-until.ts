import { waitUntil as wait } from '@open-wc/testing';

/** A test fails by what it asserts, not by how busy the machine is. */
export const patienceMs = 45_000;

/** Waits until it is so; `what` names it where that never comes. */
export function waitUntil(isSo: () => unknown, what?: string): Promise<void> {
  return wait(isSo, what, { timeout: patienceMs, interval: 20 });
}
