import {
  css,
  type CSSResultGroup,
  html,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { codesAtOnceMax, type OwnerCode } from '../../contract/owner/codes.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { boxlessStyles } from '../parts/styles.ts';
import type { ManyCodesAction } from '../texts/many-codes/texts.ts';

/** These codes are as they are now. */
export class CodesChangedEvent extends Event {
  readonly codes: readonly OwnerCode[];

  constructor(codes: readonly OwnerCode[]) {
    super('console-codes-changed');
    this.codes = codes;
  }
}

/**
 * What a person can do with the codes that were selected in a list. It stays visible while a person
 * scrolls down.
 *
 * @element console-many-codes
 *
 * @fires console-codes-changed - The codes were paused or activated.
 */
export class ConsoleManyCodes extends ConsolePage {
  static override styles: CSSResultGroup = [
    boxlessStyles,
    css`
      .many {
        position: sticky;
        inset-block-start: 0;
        z-index: 1;
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
        justify-content: space-between;
        padding-block: 0.5rem;
        background: var(--paper);
      }

      /* Beside the buttons or above them, whatever it says: no row moves under a finger. */
      .many > p {
        flex: 1 0 min(20rem, 100%);
      }

      .many > .failure {
        flex-basis: 100%;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    company: { attribute: false },
    codes: { attribute: false },
    isOffered: { attribute: false },
  };

  /** Company ID. */
  declare company: string;
  /** Those that are chosen. */
  declare codes: readonly string[];
  /** Whether there is anything to choose from. */
  declare isOffered: boolean;

  constructor() {
    super();
    this.company = '';
    this.codes = [];
    this.isOffered = false;
  }

  override render(): TemplateResult {
    return html`${this.isOffered ? this.#renderActions() : this.renderFailure()}
      <console-ask .language=${this.language}></console-ask>`;
  }

  #renderActions(): TemplateResult {
    const { manyCodes: texts } = this.texts;
    const { length } = this.codes;
    return html`<div class="many">
      <p class="hint" role="status">
        ${length === 0 ? texts.none : texts.chosen(this.format.number(length))}
      </p>
      <div class="actions">${this.#renderAction('pause')} ${this.#renderAction('activate')}</div>
      ${this.renderFailure()}
    </div>`;
  }

  #renderAction(action: ManyCodesAction): TemplateResult {
    const { codes, manyCodes } = this.texts;
    return html`<button
      type="button"
      aria-label=${manyCodes.actions[action]}
      ?disabled=${this.isBusy}
      @click=${() => void this.#run(action)}
    >
      ${action === 'pause' ? codes.pause : codes.resume}
    </button>`;
  }

  /** If none is selected, the button says so: a disabled button would lose the focus. */
  async #run(action: ManyCodesAction): Promise<void> {
    const { manyCodes: texts } = this.texts;
    const { company, codes, format } = this;
    if (codes.length === 0) return this.note(texts.none);
    const title = texts.asks[action](format.number(codes.length));
    const question = { title, text: texts.outcomes[action], action: texts.actions[action] };
    if (!(await this.confirm(question))) return;
    await this.attempt(async () => {
      const active = action === 'activate';
      for (let from = 0; from < codes.length; from += codesAtOnceMax) {
        const some = codes.slice(from, from + codesAtOnceMax);
        const changed = await api.setCodesActive({ company, codes: some, active });
        this.dispatchEvent(new CodesChangedEvent(changed.codes));
      }
      this.note(texts.done[action](format.number(codes.length)));
    });
  }
}
