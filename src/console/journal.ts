import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { OwnerJournal } from '../contract/owner/journal.ts';
import { api } from './parts/api.ts';
import { ConsolePage } from './parts/console-page.ts';
import { textOf } from './parts/form-text.ts';
import { renderTable } from './parts/scroll-table.ts';
import { styles } from './parts/styles.ts';

/**
 * Which promo codes were used when, and why others were refused.
 *
 * @element console-journal
 */
export class ConsoleJournal extends ConsolePage {
  static override styles: CSSResultGroup = [
    styles,
    css`
      .card {
        display: block;
      }

      summary > h2 {
        display: inline;
      }

      summary ~ * {
        margin-block-start: 0.75rem;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    company: { attribute: false },
    code: { state: true },
    entries: { state: true },
    next: { state: true },
  };

  /** Company ID. */
  declare company: string;
  declare code: string;
  declare entries: OwnerJournal['entries'];
  /** Null at the end; undefined before the first page. */
  declare next: string | null | undefined;
  /** Identifies the list that is shown; repeating the same search makes a new one. */
  #list = {};

  constructor() {
    super();
    this.code = '';
    this.entries = [];
  }

  override render(): TemplateResult {
    const { codes: texts, leads } = this.texts;
    return html`<details class="card" @toggle=${this.#onToggle}>
      <summary><h2>${texts.journal}</h2></summary>
      <p class="hint">${texts.journalHint}</p>
      <form role="search" @submit=${this.#onSearch}>
        <label>${texts.code} <input type="search" name="code" autocapitalize="characters" /></label>
        <button>${leads.find}</button>
      </form>
      ${this.#renderEntries()} ${this.renderFailure()} ${this.#renderEnd()}
    </details>`;
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('company') || this.next === undefined) return;
    this.#restart();
  }

  #renderEntries(): TemplateResult | typeof nothing {
    const { codes: texts, overview, none } = this.texts;
    if (this.entries.length === 0) return nothing;
    const heads = [overview.when, texts.code, texts.state, texts.why];
    const rows = this.entries.map(
      ({ at, code, used, reason }) =>
        html`<tr>
          <td>${this.format.time(at)}</td>
          <th scope="row" class="text">${code}</th>
          <td>
            <span class="tag ${used ? 'good' : ''}"
              >${used ? texts.useStates.redeemed : texts.useStates.refused}</span
            >
          </td>
          <td class="text" lang="en">${reason ?? none}</td>
        </tr>`,
    );
    return renderTable({ label: texts.journal, heads, rows });
  }

  #renderEnd(): TemplateResult | typeof nothing {
    const { codes: texts, loading, older } = this.texts;
    if (this.failure) return nothing;
    if (this.isBusy) return html`<p role="status">${loading}</p>`;
    if (typeof this.next === 'string') {
      return html`<button type="button" @click=${() => void this.#loadMore()}>${older}</button>`;
    }
    return this.entries.length > 0
      ? nothing
      : html`<p role="status">${this.next === null ? texts.journalEmpty : ''}</p>`;
  }

  #onToggle(event: Event): void {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (open && this.next === undefined) void this.#loadMore();
  }

  #onSearch(event: SubmitEvent): void {
    event.preventDefault();
    this.code = textOf(event.currentTarget as HTMLFormElement, 'code');
    this.#restart();
  }

  #restart(): void {
    this.#list = {};
    this.entries = [];
    this.next = undefined;
    void this.#loadMore();
  }

  readonly #loadMore = async (): Promise<void> => {
    const { company, code, next } = this;
    const list = this.#list;
    await this.load(this.#loadMore, async () => {
      const page = await api.journal({ company, code, before: next ?? undefined });
      // Another list was asked for in the meantime.
      if (list !== this.#list) return;
      this.entries = [...this.entries, ...page.entries];
      this.next = page.next;
    });
  };
}
