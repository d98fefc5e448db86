import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { OwnerAuditEntry } from '../contract/owner/session.ts';
import { api } from './parts/api.ts';
import { ConsolePage } from './parts/console-page.ts';
import { renderTable } from './parts/scroll-table.ts';

/**
 * Who looked at people's data, and who changed what.
 *
 * @element console-audit
 */
export class ConsoleAudit extends ConsolePage {
  static override properties: PropertyDeclarations = {
    entries: { state: true },
    next: { state: true },
  };

  declare entries: readonly OwnerAuditEntry[];
  declare next: string | null;

  constructor() {
    super();
    this.entries = [];
    this.next = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#loadMore();
  }

  override render(): TemplateResult {
    const { audit: texts, none, older, loading } = this.texts;
    const isEmpty = this.entries.length === 0 && !this.isBusy && !this.failure;
    const heads = [texts.at, texts.who, texts.what, texts.subject];
    const rows = this.entries.map(
      ({ at, actor, action, subject, outcome }) =>
        html`<tr>
          <td>${this.format.time(at)}</td>
          <td>${actor}</td>
          <th scope="row">
            ${action} ${outcome === null ? nothing : renderOutcome(texts.outcomes[outcome])}
          </th>
          <td class="text">${subject ?? none}</td>
        </tr>`,
    );
    return html`<div class="page" aria-busy=${this.isBusy}>
      <h1 tabindex="-1">${texts.heading}</h1>
      <p class="hint">${texts.hint}</p>
      ${isEmpty ? html`<p>${texts.empty}</p>` : nothing}
      ${renderTable({ label: texts.heading, heads, rows, isCard: true })} ${this.renderFailure()}
      ${this.isBusy ? html`<p role="status">${loading}</p>` : nothing}
      ${
        this.next === null || this.isBusy
          ? nothing
          : html`<button type="button" @click=${() => void this.#loadMore()}>${older}</button>`
      }
    </div>`;
  }

  readonly #loadMore = async (): Promise<void> => {
    await this.load(this.#loadMore, async () => {
      const { entries, next } = await api.audit(this.next ?? undefined);
      this.entries = [...this.entries, ...entries];
      this.next = next;
    });
  };
}

function renderOutcome(words: string): TemplateResult {
  return html`<span class="tag bad">${words}</span>`;
}
