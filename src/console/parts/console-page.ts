import {
  type CSSResultGroup,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { KeptAt } from '../../contract/owner/setup.ts';
import type { Texts } from '../texts/texts.ts';
import { ApiError } from './api.ts';
import { explain } from './explain.ts';
import { Format } from './format.ts';
import { languages, type Language } from './language.ts';
import { styles } from './styles.ts';

/** Somebody has to sign in (again) before the page can show anything. */
export class SignedOutEvent extends Event {
  /** Whether it was found out by something that was to be done, and was not. */
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

/** What all pages of the console share: texts, and how a call is waited for and may fail. */
export class ConsolePage extends LitElement {
  static override styles: CSSResultGroup = styles;
  static override properties: PropertyDeclarations = {
    language: { attribute: false },
    keptAt: { attribute: false },
    failure: { state: true },
    isBusy: { state: true },
  };

  declare language: Language;
  /** Given to the pages that say where something is. */
  declare keptAt: KeptAt;
  declare failure: ApiError | undefined;
  declare isBusy: boolean;
  #running = 0;
  /** Does what failed once more; undefined where a button is there for that. */
  #again: (() => unknown) | undefined;
  /** Whether a failure is new, and may be out of sight. */
  #isUnseen = false;
  /** What had the focus when the calls began that run. */
  #focused: Element | undefined;

  constructor() {
    super();
    this.language = 'en';
    this.isBusy = false;
    this.addEventListener('click', ignoreSecondClick, { capture: true });
  }

  /** Whether a wrong token is this page's own matter. */
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
   * Carries calls out, and shows that they run and what went wrong. Answers whether all went well;
   * a page that is gone meanwhile shows nothing.
   */
  attempt(work: () => Promise<void>): Promise<boolean> {
    return this.#run(work);
  }

  /** The same of what is shown, which no button reads: where it fails, there is one that does. */
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
    // What went well before is not what this came to.
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
    // WebKit scrolls to what got the focus once more, a moment later.
    await new Promise((resolve) => setTimeout(resolve));
    this.#showFailure();
  }

  /** What failed may have been begun far from where it is said. */
  #showFailure(): void {
    this.#isUnseen = false;
    this.shadowRoot?.querySelector('.failure')?.scrollIntoView({ block: 'nearest' });
  }

  /** A button loses the focus that is disabled meanwhile, or is gone then. */
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

  tellSignedOut({ isUndone }: { readonly isUndone: boolean }): void {
    this.dispatchEvent(new SignedOutEvent(isUndone));
  }

  note(text: string): void {
    this.dispatchEvent(new NoteEvent(text));
  }

  /** Says what went wrong, with a way to try again where no other button is one. */
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
 * What a double click began its first click did: by the second, a button means something else
 * already, or another one has come under the pointer.
 */
function ignoreSecondClick(event: MouseEvent): void {
  const isOfButton = event
    .composedPath()
    .some((each) => each instanceof Element && each.matches('button, a.button'));
  if (event.detail < 2 || !isOfButton) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}
