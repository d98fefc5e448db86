import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the focus in its host when what had it is rendered away, as a button that has done its
 * work: the focus would fall to the page's very beginning.
 */
export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #focused: Element | null | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement;
  }

  hostUpdated(): void {
    if (this.#focused?.isConnected === false) this.#host.focus();
  }
}
