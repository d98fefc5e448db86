import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { OwnerUse } from '../../contract/owner/codes.ts';
import { api, ApiError } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { boxlessStyles } from '../parts/styles.ts';
import { hrefOf } from '../route.ts';

type Answer = 'redeemed' | 'refused' | 'retry';

/**
 * Uses of promo codes that wait for a person, each with its lead: confusing two of them would
 * record something false for good.
 *
 * @element console-uses
 */
export class ConsoleUses extends ConsolePage {
  static override styles: CSSResultGroup = [
    boxlessStyles,
    css`
      ul {
        padding: 0;
        list-style: none;
      }

      /* Code and buttons are seen together, however narrow the screen. */
      li {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem 1rem;
        align-items: center;
        justify-content: space-between;
        padding-block: 0.625rem;
        border-block-start: 1px solid var(--line);
      }

      .use {
        flex: 1 1 16rem;
        min-inline-size: 0;
        overflow: hidden;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { uses: { state: true } };

  declare uses: readonly OwnerUse[];

  constructor() {
    super();
    this.uses = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    return html`${this.renderFailure()} ${this.#renderUses()}
      <console-ask .language=${this.language}></console-ask>`;
  }

  #renderUses(): TemplateResult | typeof nothing {
    const { codes: texts, providers } = this.texts;
    const { kind, name } = this.providers.promo_codes;
    if (this.uses.length === 0) return nothing;
    // Keyed, so that a removed row takes its buttons with it instead of lending them to another.
    return html`<section class="card" aria-labelledby="uses">
      <h2 id="uses">${texts.uses}</h2>
      <p class="hint text">${providers.usesHint[kind](name)}</p>
      <ul>
        ${repeat(
          this.uses,
          ({ id }) => id,
          (use) => this.#renderUse(use),
        )}
      </ul>
    </section>`;
  }

  #renderUse(use: OwnerUse): TemplateResult {
    const { codes: texts, lead: leadTexts } = this.texts;
    const { code, lead, detail, updated_at, state } = use;
    return html`<li>
      <div class="use">
        <strong class="text">${code}</strong>
        ${
          lead === null
            ? nothing
            : html`<a href=${hrefOf('leads', { subject: lead })}>${leadTexts.heading} ${lead}</a>`
        }
        <p>${this.format.moment(updated_at)}</p>
        ${detail === null ? nothing : html`<p class="text hint">${detail}</p>`}
      </div>
      <div class="actions">
        ${state === 'held' ? this.#renderButton(use, 'retry', texts.sendAgain) : nothing}
        ${this.#renderButton(use, 'redeemed', texts.wasUsed)}
        ${this.#renderButton(use, 'refused', texts.wasNotUsed)}
      </div>
    </li>`;
  }

  #renderButton(use: OwnerUse, answer: Answer, name: string): TemplateResult {
    return html`<button
      type="button"
      aria-label="${name}: ${this.#nameOf(use)}"
      ?disabled=${this.isBusy}
      @click=${() => void this.#settle(use, answer, name)}
    >
      ${name}
    </button>`;
  }

  #nameOf({ code, lead }: OwnerUse): string {
    return lead === null ? code : this.texts.codes.useOf(code, lead);
  }

  readonly #load = async (): Promise<void> => {
    await this.load(this.#load, () => this.#read());
  };

  async #read(): Promise<void> {
    this.uses = (await api.uses()).uses;
  }

  async #settle(use: OwnerUse, answer: Answer, action: string): Promise<void> {
    const { id, updated_at } = use;
    const { codes: texts, lead } = this.texts;
    const title = texts.askUse[answer](this.#nameOf(use));
    const text = `${this.format.moment(updated_at)}. ${answer === 'retry' ? '' : texts.useFinal}`;
    if (!(await this.confirm({ title, text, action }))) return;
    await this.attempt(async () => {
      try {
        await (answer === 'retry' ? api.retryUse(id) : api.settleUse(id, { state: answer }));
      } catch (error) {
        // Somebody else has settled it in the meantime.
        if (error instanceof ApiError && error.type === 'conflict') await this.#read();
        throw error;
      }
      this.uses = this.uses.filter((each) => each.id !== id);
      this.note(lead.settled);
    });
  }
}
