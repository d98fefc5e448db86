import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { ConsolePage } from './console-page.ts';
import { boxlessStyles } from './styles.ts';

/** A modal dialog about one thing; while it waits for the server, it stays open. */
export abstract class ConsoleDialog<Subject extends object> extends ConsolePage {
  static override styles: CSSResultGroup = boxlessStyles;
  static override properties: PropertyDeclarations = { subject: { state: true } };

  /** What it is about; undefined while it is closed, so that the next one gets fresh fields. */
  declare subject: Subject | undefined;

  /** The form, with a heading `#title`. */
  protected abstract renderForm(subject: Subject): TemplateResult;

  /** The ID of what describes the dialog, beside its title. */
  protected get describedBy(): string | undefined {
    return undefined;
  }

  override render(): TemplateResult {
    const { subject } = this;
    return html`<dialog
      aria-labelledby="title"
      aria-describedby=${this.describedBy ?? nothing}
      @cancel=${this.#onCancel}
      @close=${this.#onClose}
    >
      ${subject ? this.renderForm(subject) : nothing}
    </dialog>`;
  }

  /** The buttons that leave everything as it is, and that save. */
  protected renderActions(save: string): TemplateResult {
    return html`<div class="actions">
      <button type="button" ?disabled=${this.isBusy} @click=${() => this.close()}>
        ${this.texts.cancel}
      </button>
      <button class="main" ?disabled=${this.isBusy}>${save}</button>
    </div>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  /** Resolves to whether it was opened; it is not if it is open already. */
  async open(subject: Subject): Promise<boolean> {
    this.failure = undefined;
    this.subject = subject;
    // The title has to name the subject as the dialog opens.
    await this.updateComplete;
    const dialog = this.#dialog;
    if (!dialog || dialog.open) return false;
    // Escape leaves the value that was given last.
    dialog.returnValue = '';
    dialog.showModal();
    return true;
  }

  close(): void {
    this.#dialog?.close();
  }

  /** Called once it is closed, with the value of the button that closed it. */
  protected onClosed(_value: string): void {}

  #onCancel(event: Event): void {
    if (this.isBusy) event.preventDefault();
  }

  #onClose(event: Event): void {
    const dialog = event.target as HTMLDialogElement;
    if (this.isBusy) {
      // At a second Escape, browsers close it without a cancelable event.
      if (dialog.isConnected) dialog.showModal();
      return;
    }
    this.subject = undefined;
    this.onClosed(dialog.returnValue);
  }
}
