import { waitUntil as wait } from '@open-wc/testing';

/** A test fails by what it asserts, not by how busy the machine is. */
const patience = { timeout: 45_000, interval: 20 };

/** Waits until it is so; `what` names it where that never comes. */
export function waitUntil(isSo: () => unknown, what?: string): Promise<void> {
  return wait(isSo, what, patience);
}
