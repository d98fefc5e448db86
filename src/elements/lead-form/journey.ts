import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Touch } from '../../contract/attribution.ts';
import { type Term, termOf, TouchMemory } from './touch-memory.ts';

export interface JourneyHost extends ReactiveControllerHost {
  /** As `termOf()` reads it. */
  readonly remember: string | number | boolean | null | undefined;
}

/** The touches that a form knows: this page's, and while `remember` is there those before it. */
export class Journey implements ReactiveController {
  readonly #memory: TouchMemory = new TouchMemory();
  readonly #host: JourneyHost;
  readonly #ofPage: readonly Touch[];
  #term: Term | undefined;
  /** In their order. */
  touches: readonly Touch[];

  constructor(host: JourneyHost, touch: Touch | undefined) {
    this.#host = host;
    this.#ofPage = touch ? [touch] : [];
    this.touches = this.#ofPage;
    host.addController(this);
    this.hostUpdated();
  }

  hostUpdated(): void {
    const term = termOf(this.#host.remember);
    if (term === this.#term) return;
    this.#term = term;
    if (term !== undefined) {
      this.touches = this.#memory.remember(this.touches, term);
      return;
    }
    // Removed: consent is withdrawn. Where it was never set, nothing is read, kept or erased, for
    // another page of the site may have it.
    this.#memory.forget();
    this.touches = this.#ofPage;
  }
}
