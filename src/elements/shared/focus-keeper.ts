import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Keeps the focus in its host when a render removes the element that had it, such as a button that
 * is no longer needed: otherwise the focus would fall back to the start of the page.
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
