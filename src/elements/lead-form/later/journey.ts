import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Touch } from '../../../contract/attribution.ts';
import { type Term, termOf, TouchMemory } from '../touch-memory.ts';

export interface JourneyHost extends ReactiveControllerHost {
  /** As `termOf()` reads it. */
  readonly remember: string | number | boolean | null | undefined;
}

/** The touches that a form knows: this page's and, while `remember` is set, the earlier ones. */
export class Journey implements ReactiveController {
  readonly #memory: TouchMemory = new TouchMemory();
  readonly #host: JourneyHost;
  readonly #ofPage: readonly Touch[];
  #term: Term | undefined;
  /** Oldest first. */
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
    // Removed: consent is withdrawn. If it was never set, nothing is read, kept or erased: another
    // page of the site may have set it.
    this.#memory.forget();
    this.touches = this.#ofPage;
  }
}
