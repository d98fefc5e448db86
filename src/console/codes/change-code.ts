import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { OwnerCode } from '../../contract/owner/codes.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { holdOpen } from '../parts/hold-open.ts';
import { boxlessStyles } from '../parts/styles.ts';
import { type GivenTerms, readTerms, renderTermFields, renderZones } from './code-terms.ts';

/** A code has other terms now. */
export class CodeChangedEvent extends Event {
  readonly code: OwnerCode;

  constructor(code: OwnerCode) {
    super('console-code-changed', { bubbles: true });
    this.code = code;
  }
}

/**
 * Other terms for a code, in a dialog: more uses, another end.
 *
 * @element console-change-code
 */
export class ConsoleChangeCode extends ConsolePage {
  static override styles: CSSResultGroup = boxlessStyles;
  static override properties: PropertyDeclarations = { code: { state: true } };

  declare code: OwnerCode | undefined;

  override render(): TemplateResult {
    const { code, texts } = this;
    return html`<dialog aria-labelledby="title" @cancel=${this.#onCancel} @close=${this.#onClose}>
      ${
        code
          ? html`${renderZones()}
              <form @submit=${this.#onSubmit}>
                <h2 id="title" class="text">${texts.codes.changeTitle(code.code)}</h2>
                ${renderTermFields(texts, code)} ${this.renderFailure()}
                <div class="actions">
                  <button
                    type="button"
                    ?disabled=${this.isBusy}
                    @click=${() => this.#dialog?.close()}
                  >
                    ${texts.cancel}
                  </button>
                  <button class="main" ?disabled=${this.isBusy}>${texts.codes.change}</button>
                </div>
              </form>`
          : nothing
      }
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  /** Shows the terms of a code, to be changed. */
  async open(code: OwnerCode): Promise<void> {
    this.failure = undefined;
    this.code = code;
    await this.updateComplete;
    this.#dialog?.showModal();
  }

  #onCancel(event: Event): void {
    if (this.isBusy) holdOpen(event);
  }

  /** The next code gets fields of its own. */
  #onClose(event: Event): void {
    if (this.isBusy) return holdOpen(event);
    this.code = undefined;
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { code: shown } = this;
    if (!shown || this.isBusy) return;
    const change = changesOf(shown, readTerms(event.currentTarget as HTMLFormElement));
    await this.attempt(async () => {
      const { company, code } = shown;
      const changed = await api.changeCode({ company, code, ...change });
      this.#dialog?.close();
      this.note(`${code}: ${this.texts.codes.states[changed.state]}`);
      this.dispatchEvent(new CodeChangedEvent(changed));
    });
  }
}

/** What is left as it was shown is not sent: uses may have been taken meanwhile. */
function changesOf(shown: OwnerCode, given: GivenTerms): Partial<GivenTerms> {
  const names = Object.keys(given) as (keyof GivenTerms)[];
  const changed = names.filter((name) => given[name] !== shown[name]);
  return Object.fromEntries(changed.map((name) => [name, given[name]]));
}
