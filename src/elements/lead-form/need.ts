import { mayHaveLeadRows } from '../../client/queue/lead-store.ts';
import type { JourneyHost } from './journey.ts';
import { termOf } from './touch-memory.ts';

export type NeedHost = HTMLElement & JourneyHost & { readonly noQueue: boolean };

/** They reach the window, which has no names that a page's markup could take. */
const changes = ['online', 'pageshow', 'visibilitychange'] as const;

/**
 * Completes a form that has more to do than to wait for its visitor: where leads may wait in the
 * browser, the visitor's way is to be remembered, or the page's own fields were typed into before.
 * Besides, when anything in it changes, by a visitor's hand or without. What it answers completes
 * the form at once; `complete` is called once in all.
 */
export function completeWhenNeeded(host: NeedHost, complete: () => void): () => void {
  let isWaiting = true;
  const stop = (): void => {
    for (const type of changes) removeEventListener(type, look);
  };
  const finish = (): void => {
    if (!isWaiting) return;
    isWaiting = false;
    stop();
    complete();
  };
  /** Another tab may have kept a lead since, and gone. */
  const look = (): void => {
    if (!host.noQueue) void mayHaveLeadRows().then((may) => may && finish());
  };
  const hostConnected = (): void => {
    if (!isWaiting) return;
    for (const type of changes) addEventListener(type, look);
    look();
  };
  if (termOf(host.remember) !== undefined || host.querySelector('[slot=extra]')) finish();
  host.addController({ hostConnected, hostDisconnected: stop, hostUpdated: finish });
  // What is typed into the promo code updates that element alone.
  host.addEventListener('input', finish, { once: true });
  return finish;
}
