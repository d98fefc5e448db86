import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { ConsolePage } from './console-page.ts';
import { boxlessStyles } from './styles.ts';

export interface Question {
  readonly title: string;
  /** What comes of it. */
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
}

/**
 * Asks before something is done that cannot be undone.
 *
 * @element console-ask
 */
export class ConsoleAsk extends ConsolePage {
  static override styles: CSSResultGroup = boxlessStyles;
  static override properties: PropertyDeclarations = { question: { state: true } };

  declare question: Question | undefined;
  #answer: ((isYes: boolean) => void) | undefined;

  override render(): TemplateResult {
    const { question, texts } = this;
    return html`<dialog aria-labelledby="title" @close=${this.#onClose}>
      ${
        question
          ? html`<form method="dialog">
              <h2 id="title" class="text">${question.title}</h2>
              <p class="text">${question.text}</p>
              <div class="actions">
                <button type="button" @click=${() => this.#dialog?.close()}>${texts.cancel}</button>
                <button class="danger" value="yes">${question.action}</button>
              </div>
            </form>`
          : nothing
      }
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  /** Whether it is to be done; not, where a person thinks better of it. */
  async ask(question: Question): Promise<boolean> {
    this.question = question;
    // Its title names what it is about as it opens.
    await this.updateComplete;
    const dialog = this.#dialog;
    if (!dialog || dialog.open) return false;
    // Escape leaves the answer that was given last.
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  #onClose(event: Event): void {
    this.#answer?.((event.target as HTMLDialogElement).returnValue === 'yes');
    this.#answer = undefined;
  }
}
