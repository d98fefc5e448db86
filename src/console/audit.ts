import { html, nothing, type TemplateResult } from 'lit';
import type { OwnerAuditEntry } from '../contract/owner/session.ts';
import { api } from './parts/api.ts';
import { ConsolePage } from './parts/console-page.ts';
import { PagedList } from './parts/paged-list.ts';
import { renderTable } from './parts/scroll-table.ts';

/**
 * Who looked at people's data, and who changed what.
 *
 * @element console-audit
 */
export class ConsoleAudit extends ConsolePage {
  readonly #list = new PagedList<OwnerAuditEntry>(this, async (after) => {
    const { entries: rows, next } = await api.audit(after);
    return { rows, next };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.loadMore();
  }

  override render(): TemplateResult {
    const { audit: texts, none } = this.texts;
    // A phone shows the first two.
    const heads = [texts.at, texts.what, texts.subject, texts.who];
    const rows = this.#list.rows.map(
      ({ at, actor, action, subject, outcome }) =>
        html`<tr>
          <td class="text">${this.format.moment(at)}</td>
          <th scope="row">
            ${action} ${outcome === null ? nothing : renderOutcome(texts.outcomes[outcome])}
          </th>
          <td class="text">${subject ?? none}</td>
          <td>${actor}</td>
        </tr>`,
    );
    return html`<div class="page" aria-busy=${this.isBusy}>
      <h1 tabindex="-1">${texts.heading}</h1>
      <p class="hint">${texts.hint}</p>
      ${
        rows.length > 0 ? renderTable({ label: texts.heading, heads, rows, isCard: true }) : nothing
      }
      ${this.renderFailure()} ${this.#list.renderEnd(texts.empty)}
    </div>`;
  }
}

function renderOutcome(words: string): TemplateResult {
  return html`<span class="tag bad">${words}</span>`;
}
