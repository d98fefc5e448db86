import type { ReactiveController } from 'lit';
import { mayHaveLeadRows } from '../../client/queue/lead-store.ts';
import { isOff } from '../shared/is-off.ts';
import type { DataLayerHost } from './data-layer.ts';
import type { JourneyHost } from './journey.ts';
import { termOf } from './touch-memory.ts';

export type NeedHost = JourneyHost & DataLayerHost & { readonly noQueue: boolean };

/** They reach the window, which has no names that a page's markup could take. */
const changes = ['online', 'pageshow', 'visibilitychange'] as const;

/**
 * Completes a form that has more to do than to wait for its visitor: where leads may wait in the
 * browser, the visitor's way is to be remembered, a tag manager is to be told, or the page's own
 * fields were typed into before. Besides, when anything in it changes, by a visitor's hand or
 * without.
 */
export class Need implements ReactiveController {
  readonly #host: NeedHost;
  #complete: (() => void) | undefined;

  /** `complete` is called once in all. */
  constructor(host: NeedHost, complete: () => void) {
    this.#host = host;
    this.#complete = complete;
    // What is typed into the promo code updates that element alone.
    host.addEventListener('input', this, { once: true });
  }

  /** Completes the form at once. */
  meet(): void {
    const complete = this.#complete;
    this.#complete = undefined;
    this.hostDisconnected();
    complete?.();
  }

  hostConnected(): void {
    if (!this.#complete) return;
    const { remember, dataLayer } = this.#host;
    const isAsked = termOf(remember) !== undefined || !isOff(dataLayer);
    if (isAsked || this.#host.querySelector('[slot=extra]')) return this.meet();
    for (const type of changes) addEventListener(type, this);
    this.#look();
  }

  hostDisconnected(): void {
    for (const type of changes) removeEventListener(type, this);
  }

  hostUpdated(): void {
    this.meet();
  }

  handleEvent({ type }: Event): void {
    if (type === 'input') this.meet();
    else this.#look();
  }

  /** Another tab may have kept a lead since, and gone. */
  #look(): void {
    if (!this.#host.noQueue) void mayHaveLeadRows().then((may) => may && this.meet());
  }
}
