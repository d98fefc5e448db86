import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { OwnerJournal } from '../../contract/owner/journal.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { textOf } from '../parts/form-text.ts';
import { PagedList } from '../parts/paged-list.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { styles } from '../parts/styles.ts';

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
  };

  /** Company ID. */
  declare company: string;
  declare code: string;
  readonly #list = new PagedList<OwnerJournal['entries'][number]>(this, async (before) => {
    const { company, code } = this;
    const { entries: rows, next } = await api.journal({ company, code, before });
    return { rows, next };
  });

  constructor() {
    super();
    this.code = '';
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
      ${this.#renderEntries()} ${this.renderFailure()} ${this.#list.renderEnd(texts.journalEmpty)}
    </details>`;
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('company') || this.#list.next === undefined) return;
    this.#restart();
  }

  #renderEntries(): TemplateResult | typeof nothing {
    const { codes: texts, overview, none } = this.texts;
    if (this.#list.rows.length === 0) return nothing;
    const heads = [overview.when, texts.code, texts.state, texts.why];
    const rows = this.#list.rows.map(
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

  #onToggle(event: Event): void {
    const { open } = event.currentTarget as HTMLDetailsElement;
    if (open && this.#list.next === undefined) void this.#list.loadMore();
  }

  #onSearch(event: SubmitEvent): void {
    event.preventDefault();
    this.code = textOf(event.currentTarget as HTMLFormElement, 'code');
    this.#restart();
  }

  #restart(): void {
    this.#list.clear();
    void this.#list.loadMore();
  }
}
