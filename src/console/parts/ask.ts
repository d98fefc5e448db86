import { html, type TemplateResult } from 'lit';
import { ConsoleDialog } from './console-dialog.ts';

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
export class ConsoleAsk extends ConsoleDialog<Question> {
  #answer: ((isYes: boolean) => void) | undefined;

  protected override renderForm({ title, text, action }: Question): TemplateResult {
    return html`<form method="dialog">
      <h2 id="title" class="text">${title}</h2>
      <p class="text">${text}</p>
      <div class="actions">
        <button type="button" @click=${() => this.close()}>${this.texts.cancel}</button>
        <button class="danger" value="yes">${action}</button>
      </div>
    </form>`;
  }

  /** Resolves to true if it is to be done. */
  async ask(question: Question): Promise<boolean> {
    if (!(await this.open(question))) return false;
    return new Promise((resolve) => (this.#answer = resolve));
  }

  protected override onClosed(value: string): void {
    this.#answer?.(value === 'yes');
    this.#answer = undefined;
  }
}
