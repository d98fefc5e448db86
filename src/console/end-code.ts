import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { OwnerCode } from '../contract/owner/codes.ts';
import { api } from './api.ts';
import { ConsolePage } from './console-page.ts';
import { styles } from './styles.ts';

/** A code was ended. */
export class CodeEndedEvent extends Event {
  readonly ended: OwnerCode;

  constructor(ended: OwnerCode) {
    super('console-code-ended', { bubbles: true });
    this.ended = ended;
  }
}

/**
 * Ends a code, after a word about what that means.
 *
 * @element console-end-code
 */
export class ConsoleEndCode extends ConsolePage {
  static override styles: CSSResultGroup = [
    styles,
    css`
      :host {
        display: contents;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    company: { attribute: false },
    code: { state: true },
  };

  /** Company ID. */
  declare company: string;
  declare code: string;

  constructor() {
    super();
    this.code = '';
  }

  override render(): TemplateResult {
    const { codes: texts, cancel } = this.texts;
    return html`${this.renderFailure()}
      <dialog aria-labelledby="title">
        <form method="dialog" @submit=${this.#end}>
          <h2 id="title" class="text">${texts.endTitle(this.code)}</h2>
          <p>${texts.endText}</p>
          <div class="actions">
            <button type="button" @click=${() => this.#dialog?.close()}>${cancel}</button>
            <button class="danger">${texts.end}</button>
          </div>
        </form>
      </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  ask(code: string): void {
    this.code = code;
    // Its title names the code as it opens.
    void this.updateComplete.then(() => this.#dialog?.showModal());
  }

  async #end(): Promise<void> {
    const { company, code } = this;
    await this.attempt(async () => {
      this.dispatchEvent(new CodeEndedEvent(await api.endCode({ company, code })));
    });
  }
}
