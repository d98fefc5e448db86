import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { api } from './parts/api.ts';
import { ConsolePage } from './parts/console-page.ts';

/** The owner is in. */
class SignedInEvent extends Event {
  constructor() {
    super('console-signed-in', { bubbles: true, composed: true });
  }
}

/** `undone`: the last change was not made. */
export type EndedSession = 'idle' | 'undone';

/** Asks for the owner's token, once a working day. */
export class ConsoleSignIn extends ConsolePage {
  static override properties: PropertyDeclarations = {
    ended: { attribute: false },
    isNotKept: { state: true },
  };

  /** How the previous session ended, if nobody signed out. */
  declare ended: EndedSession | undefined;

  /** The browser has no session, though the server gave it one. */
  declare isNotKept: boolean;

  constructor() {
    super();
    this.isNotKept = false;
  }

  override get asksForToken(): boolean {
    return true;
  }

  override render(): TemplateResult {
    const { signIn } = this.texts;
    const isWrong = this.failure?.type === 'unauthorized';
    return html`<div class="page card">
      <h1 tabindex="-1">${signIn.heading}</h1>
      ${this.ended ? html`<p role="alert">${signIn.ended[this.ended]}</p>` : nothing}
      <form @submit=${this.#submit}>
        <label>
          ${signIn.token}
          <input
            type="password"
            name="token"
            autocomplete="current-password"
            required
            aria-describedby="hint"
          />
        </label>
        <button class="main" ?disabled=${this.isBusy}>${signIn.submit}</button>
        <p id="hint" class="hint">${signIn.hint}</p>
      </form>
      ${
        this.isNotKept
          ? html`<p class="failure" role="alert">${signIn.httpsOnly}</p>`
          : isSecureContext
            ? nothing
            : html`<p>${signIn.httpsOnly}</p>`
      }
      ${isWrong ? html`<p class="failure" role="alert">${signIn.wrong}</p>` : this.renderFailure()}
    </div>`;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { value: token } = form.elements.namedItem('token') as HTMLInputElement;
    const isRight = await this.attempt(async () => {
      this.isNotKept = false;
      await api.signIn({ token });
      // Over plain http, a browser drops the cookie without a word.
      this.isNotKept = !(await api.session()).signed_in;
    });
    if (isRight && !this.isNotKept) this.dispatchEvent(new SignedInEvent());
    else form.querySelector('input')?.select();
  }
}
