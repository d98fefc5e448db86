import type { ReactiveController } from 'lit';
import { mayHaveLeadRows } from '../../../client/queue/lead-store.ts';
import { isOff } from '../../shared/is-off.ts';
import { termOf } from '../touch-memory.ts';
import type { DataLayerHost } from './data-layer.ts';
import type { JourneyHost } from './journey.ts';

export type TriggerHost = JourneyHost & DataLayerHost & { readonly noQueue: boolean };

/** All reach the window, whose methods a page's markup cannot hide. */
const changes = ['online', 'pageshow', 'visibilitychange'] as const;

/**
 * Completes a form on its own if leads may wait in the browser, if attribution is to be remembered,
 * if there is a data layer or if the page has extra fields. Otherwise as soon as anything in the
 * form changes, by the visitor or by a script.
 */
export class CompletionTrigger implements ReactiveController {
  readonly #host: TriggerHost;
  #complete: (() => void) | undefined;

  /** `complete` is called at most once. */
  constructor(host: TriggerHost, complete: () => void) {
    this.#host = host;
    this.#complete = complete;
  }

  /** Completes the form at once. */
  meet(): void {
    const complete = this.#complete;
    // Asked at each key.
    if (!complete) return;
    this.#complete = undefined;
    this.hostDisconnected();
    complete();
  }

  hostConnected(): void {
    if (!this.#complete) return;
    const { remember, dataLayer } = this.#host;
    const isAsked = termOf(remember) !== undefined || !isOff(dataLayer);
    if (isAsked || this.#host.querySelector('[slot=extra]')) return this.meet();
    for (const type of changes) addEventListener(type, this);
    this.handleEvent();
  }

  hostDisconnected(): void {
    for (const type of changes) removeEventListener(type, this);
  }

  hostUpdated(): void {
    this.meet();
  }

  /** Another tab may have kept a lead since, and been closed. */
  handleEvent(): void {
    if (!this.#host.noQueue) void mayHaveLeadRows().then((may) => may && this.meet());
  }
}
