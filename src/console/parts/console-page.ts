import {
  type CSSResultGroup,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { OwnerProviders } from '../../contract/owner/setup.ts';
import type { Texts } from '../texts/texts.ts';
import { ApiError } from './api.ts';
import type { ConsoleAsk, Question } from './ask.ts';
import { explain } from './explain.ts';
import { Format } from './format.ts';
import { languages, type Language } from './language.ts';
import { styles } from './styles.ts';

/** Somebody has to sign in (again) before the page can show anything. */
export class SignedOutEvent extends Event {
  /** Whether a change failed because of it, and not just a read. */
  readonly isUndone: boolean;

  constructor(isUndone: boolean) {
    super('console-signed-out', { bubbles: true, composed: true });
    this.isUndone = isUndone;
  }
}

/** What was done, for the page's one live region. */
export class NoteEvent extends Event {
  readonly text: string;

  constructor(text: string) {
    super('console-note', { bubbles: true, composed: true });
    this.text = text;
  }
}

/** What all pages of the console share: texts, and how they wait for calls and show failures. */
export class ConsolePage extends LitElement {
  static override styles: CSSResultGroup = styles;
  static override properties: PropertyDeclarations = {
    language: { attribute: false },
    providers: { attribute: false },
    failure: { state: true },
    isBusy: { state: true },
  };

  declare language: Language;
  /** For pages that say who keeps something. */
  declare providers: OwnerProviders;
  declare failure: ApiError | undefined;
  declare isBusy: boolean;
  #running = 0;
  /** Repeats what failed; undefined if there is a button for that. */
  #again: (() => unknown) | undefined;
  /** Whether a failure is new, and may be out of sight. */
  #isUnseen = false;
  /** What had the focus when the running calls began. */
  #focused: Element | undefined;

  constructor() {
    super();
    this.language = 'en';
    this.isBusy = false;
    this.addEventListener('click', ignoreSecondClick, { capture: true });
  }

  /** Whether this page itself handles a wrong token. */
  get asksForToken(): boolean {
    return false;
  }

  get texts(): Texts {
    return languages[this.language].texts;
  }

  get format(): Format {
    return new Format(this.language);
  }

  /**
   * Runs calls, and shows that they run and what went wrong. Resolves to whether all succeeded; a
   * page that was removed in the meantime shows nothing.
   */
  attempt(work: () => Promise<void>): Promise<boolean> {
    return this.#run(work);
  }

  /** The same for loading what is shown, for which there is no button: a failure shows one. */
  load(again: () => unknown, work: () => Promise<void>): Promise<boolean> {
    return this.#run(work, again);
  }

  async #run(work: () => Promise<void>, again?: () => unknown): Promise<boolean> {
    this.#focused = this.shadowRoot?.activeElement ?? this.#focused;
    this.#running += 1;
    this.isBusy = true;
    this.failure = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      // A list that was not read must not look like one that is empty, whatever the reason.
      this.#fail(ApiError.from(error), again);
      if (!(error instanceof ApiError)) throw error;
      return false;
    } finally {
      this.#running -= 1;
      this.isBusy = this.#running > 0;
      void this.#afterwards();
    }
  }

  #fail(error: ApiError, again: (() => unknown) | undefined): void {
    // An earlier success message would be misleading.
    this.note('');
    if (error.type === 'unauthorized' && !this.asksForToken) {
      this.tellSignedOut({ isUndone: again === undefined });
      return;
    }
    this.failure = error;
    this.#again = again;
    this.#isUnseen = true;
  }

  async #afterwards(): Promise<void> {
    await this.updateComplete;
    this.#returnFocus();
    if (!this.#isUnseen) return;
    // WebKit scrolls to the focused element again, a moment later.
    await new Promise((resolve) => setTimeout(resolve));
    this.#showFailure();
  }

  /** The button that was pressed may be far from the message. */
  #showFailure(): void {
    this.#isUnseen = false;
    this.shadowRoot?.querySelector('.failure')?.scrollIntoView({ block: 'nearest' });
  }

  /** A button that is disabled during the call, or removed after it, loses the focus. */
  #returnFocus(): void {
    const focused = this.#focused;
    // Another call has begun: its end comes here too.
    if (!focused || this.isBusy) return;
    this.#focused = undefined;
    if (document.activeElement !== document.body) return;
    const isThere = focused.isConnected && !focused.matches(':disabled');
    const target = isThere ? focused : headingNear(this);
    // What went wrong stays in sight.
    if (target instanceof HTMLElement) target.focus({ preventScroll: this.failure !== undefined });
  }

  /** What could not be loaded came by itself: the failure, and its button, are of the past. */
  hasLoaded(): void {
    if (this.#again) this.failure = undefined;
  }

  /** Asks in the page's `<console-ask>`; resolves to true if it is to be done. */
  async confirm(question: Question): Promise<boolean> {
    const ask = this.renderRoot.querySelector<ConsoleAsk>('console-ask');
    return (await ask?.ask(question)) ?? false;
  }

  tellSignedOut({ isUndone }: { readonly isUndone: boolean }): void {
    this.dispatchEvent(new SignedOutEvent(isUndone));
  }

  note(text: string): void {
    this.dispatchEvent(new NoteEvent(text));
  }

  /** Says what went wrong, with a button to try again if there is no other. */
  renderFailure(): TemplateResult | typeof nothing {
    if (!this.failure) return nothing;
    const again = this.#again;
    return html`<p class="failure" role="alert">
      ${explain(this.failure, this.texts, this.format)}
      ${
        again
          ? html`<button type="button" @click=${again}>${this.texts.failed.again}</button>`
          : nothing
      }
    </p>`;
  }
}

/** The heading of the page that an element is part of. */
function headingNear(element: Element): HTMLElement | null {
  for (let root: Node | null = element.shadowRoot; root instanceof ShadowRoot;) {
    const heading = root.querySelector<HTMLElement>('h1[tabindex]');
    if (heading) return heading;
    root = root.host.getRootNode();
  }
  return null;
}

/**
 * The first click of a double click has already done its work: by the second, the button may mean
 * something else, or another one may be under the pointer.
 */
function ignoreSecondClick(event: MouseEvent): void {
  const isOfButton = event
    .composedPath()
    .some((each) => each instanceof Element && each.matches('button, a.button'));
  if (event.detail < 2 || !isOfButton) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
