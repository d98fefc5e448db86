import {
  type CSSResultGroup,
  html,
  LitElement,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { OwnerSession } from '../contract/owner/session.ts';
import type { OwnerProviders } from '../contract/owner/setup.ts';
import { appStyles } from './app-styles.ts';
import { api, ApiError } from './parts/api.ts';
import type { NoteEvent, SignedOutEvent } from './parts/console-page.ts';
import { explain } from './parts/explain.ts';
import { Format } from './parts/format.ts';
import {
  isLanguage,
  type Language,
  languages,
  preferredLanguage,
  rememberLanguage,
} from './parts/language.ts';
import { hrefOf, type Page, pages, readRoute, type Route } from './route.ts';
import type { EndedSession } from './sign-in.ts';

/**
 * The owner's pages: who is signed in, which page is shown, in which language.
 *
 * @element console-app
 */
export class ConsoleApp extends LitElement {
  static override styles: CSSResultGroup = appStyles;
  static override properties: PropertyDeclarations = {
    language: { state: true },
    route: { state: true },
    session: { state: true },
    providers: { state: true },
    text: { state: true },
    failure: { state: true },
    ended: { state: true },
  };

  declare language: Language;
  declare route: Route;
  declare session: OwnerSession | undefined;
  /** Known once somebody is signed in. */
  declare providers: OwnerProviders | undefined;
  declare text: string;
  /** Why nobody knows who is signed in. */
  declare failure: ApiError | undefined;
  /** How a session ended without anybody signing out. */
  declare ended: EndedSession | undefined;

  /** The lead whose page was shown before. */
  #cameFrom: string | undefined;

  constructor() {
    super();
    this.language = preferredLanguage();
    this.route = readRoute(location.hash);
    this.text = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener('hashchange', this.#onHash);
    void this.#askWho();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener('hashchange', this.#onHash);
  }

  override render(): TemplateResult {
    const { texts } = languages[this.language];
    const isIn = this.session?.signed_in === true || this.#isPageKept;
    return html`
      <header>
        <button class="skip" type="button" @click=${this.#focusHeading}>${texts.skip}</button>
        ${isIn ? this.#renderNav() : html`<strong>${texts.title}</strong>`}
        ${this.#renderLanguages()}
        ${
          isIn && this.session?.needs_token === true
            ? html`<button type="button" @click=${this.#signOut}>${texts.nav.signOut}</button>`
            : nothing
        }
      </header>
      <main
        class=${isIn ? '' : 'narrow'}
        @console-signed-in=${this.#askWho}
        @console-signed-out=${this.#onSignedOut}
        @console-note=${this.#onNote}
      >
        ${this.#renderPage()} ${this.#isPageKept ? this.#renderSignInAgain() : nothing}
      </main>
      <p class="note" role="status">${this.text}</p>
    `;
  }

  protected override updated(): void {
    const { texts } = languages[this.language];
    document.documentElement.lang = this.language;
    document.title = `${texts.nav[this.route.page]} – ${texts.title}`;
    this.#showSignInAgain();
  }

  /**
   * Whether the page waits behind the sign-in: a change failed because the session had ended, and
   * what was typed for it shall not be lost.
   */
  get #isPageKept(): boolean {
    return this.session?.signed_in === false && this.ended === 'undone' && !!this.providers;
  }

  #renderSignInAgain(): TemplateResult {
    const { signIn } = languages[this.language].texts;
    // At a second Escape, browsers close it without a cancelable event.
    return html`<dialog
      aria-label=${signIn.heading}
      @cancel=${(event: Event) => event.preventDefault()}
      @close=${this.#showSignInAgain}
    >
      <console-sign-in .language=${this.language} .ended=${this.ended}></console-sign-in>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  readonly #showSignInAgain = (): void => {
    const dialog = this.#dialog;
    if (dialog && !dialog.open && this.#isPageKept) dialog.showModal();
  };

  #renderNav(): TemplateResult {
    const { nav } = languages[this.language].texts;
    const link = (page: Page): TemplateResult =>
      html`<a href=${hrefOf(page)} aria-current=${this.route.page === page ? 'page' : nothing}
        >${nav[page]}</a
      >`;
    return html`<nav aria-label=${nav.label}>${pages.map(link)}</nav>`;
  }

  #renderLanguages(): TemplateResult {
    const { nav } = languages[this.language].texts;
    return html`<label>
      <select aria-label=${nav.language} @change=${this.#onLanguage}>
        ${Object.entries(languages).map(
          ([tag, { name }]) =>
            html`<option value=${tag} lang=${tag} ?selected=${tag === this.language}>
              ${name}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #renderPage(): TemplateResult {
    const { language, route, providers } = this;
    const { texts } = languages[language];
    if (this.failure) {
      return html`<p class="failure" role="alert">
        ${explain(this.failure, texts, new Format(language))}
        <button type="button" @click=${this.#askWho}>${texts.failed.again}</button>
      </p>`;
    }
    if (!this.session) return html`<p>${texts.loading}</p>`;
    if (!this.session.signed_in && !this.#isPageKept) {
      return html`<console-sign-in .language=${language} .ended=${this.ended}></console-sign-in>`;
    }
    if (!providers) return html`<p>${texts.loading}</p>`;
    switch (route.page) {
      case 'overview':
        return html`<console-overview
          .language=${language}
          .providers=${providers}
        ></console-overview>`;
      case 'leads':
        return route.subject === undefined
          ? html`<console-leads
              .language=${language}
              .query=${route.query}
              .cameFrom=${this.#cameFrom}
            ></console-leads>`
          : // Another lead gets a new element: nothing of this one may be left over.
            html`${keyed(
              route.subject,
              html`<console-lead
                .language=${language}
                .providers=${providers}
                .subject=${route.subject}
              ></console-lead>`,
            )}`;
      case 'codes':
        return html`<console-codes
          .language=${language}
          .providers=${providers}
          .query=${route.query}
        ></console-codes>`;
      case 'contacts':
        return html`<console-contacts
          .language=${language}
          .providers=${providers}
          .query=${route.query}
        ></console-contacts>`;
      case 'setUp':
        return html`<console-set-up .language=${language}></console-set-up>`;
      case 'audit':
        return html`<console-audit .language=${language} .query=${route.query}></console-audit>`;
    }
  }

  readonly #askWho = async (): Promise<void> => {
    try {
      const session = await api.session();
      if (session.signed_in) this.providers = (await api.setup()).providers;
      const isKept = this.#isPageKept && session.signed_in;
      this.session = session;
      this.failure = undefined;
      if (session.signed_in) this.ended = undefined;
      // The focus goes back to where it was.
      if (isKept) return this.#dialog?.close();
    } catch (error) {
      this.failure = ApiError.from(error);
      if (!(error instanceof ApiError)) throw error;
    }
    await this.#focusHeading();
  };

  readonly #onHash = (): void => {
    const { page, subject } = this.route;
    this.#cameFrom = page === 'leads' ? subject : undefined;
    this.route = readRoute(location.hash);
    this.text = '';
    // Another page cannot load before somebody has signed in.
    if (this.#isPageKept) this.ended = 'idle';
    void this.#focusHeading();
  };

  /** A new page is read from its heading, as after the browser's own navigation. */
  async #focusHeading(): Promise<void> {
    await this.updateComplete;
    const again = this.#dialog?.querySelector<LitElement>('console-sign-in');
    const page = again ?? this.renderRoot.querySelector<LitElement>('main > :not(p)');
    await page?.updateComplete;
    page?.renderRoot.querySelector<HTMLElement>('h1')?.focus();
    if (!again) globalThis.scrollTo(0, 0);
  }

  readonly #onSignedOut = ({ isUndone }: SignedOutEvent): void => {
    // A page that is kept goes on asking.
    if (this.#isPageKept) return;
    // Of several calls that were refused at once, one may have been a change.
    if (this.ended !== 'undone') this.ended = isUndone ? 'undone' : 'idle';
    void this.#askWho();
  };

  async #signOut(): Promise<void> {
    try {
      await api.signOut();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { texts } = languages[this.language];
      this.text = `${texts.nav.stillIn} ${explain(error, texts, new Format(this.language))}`;
      return;
    }
    await this.#askWho();
  }

  #onNote({ text }: NoteEvent): void {
    this.text = text;
  }

  #onLanguage(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (!isLanguage(value)) return;
    this.language = value;
    rememberLanguage(value);
  }
}
