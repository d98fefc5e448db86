import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import {
  type OwnerActionKind,
  ownerActionKinds,
  type OwnerAction,
} from '../contract/owner/actions.ts';
import type { OwnerAuditEntry } from '../contract/owner/session.ts';
import { api } from './parts/api.ts';
import { ConsolePage } from './parts/console-page.ts';
import { PagedList } from './parts/paged-list.ts';
import { renderTable } from './parts/scroll-table.ts';
import { rememberQuery } from './route.ts';

/**
 * Who looked at people's data, and who changed what.
 *
 * @element console-audit
 */
export class ConsoleAudit extends ConsolePage {
  static override properties: PropertyDeclarations = {
    query: { attribute: false },
    kind: { state: true },
  };

  /** Of the page's address: `kind`. */
  declare query: URLSearchParams;
  /** Without one, everything is shown. */
  declare kind: OwnerActionKind | undefined;
  readonly #list = new PagedList<OwnerAuditEntry>(this, async (before) => {
    const { entries: rows, next } = await api.audit({ kind: this.kind, before });
    return { rows, next };
  });

  constructor() {
    super();
    this.query = new URLSearchParams();
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('query')) this.#show(this.query.get('kind') ?? '');
  }

  override render(): TemplateResult {
    const { history: texts } = this.texts;
    // A phone shows the first two.
    const heads = [texts.at, texts.what, texts.subject, texts.who];
    const rows = this.#list.rows.map((entry) => this.#renderEntry(entry));
    return html`<div class="page" aria-busy=${this.isBusy}>
      <div class="bar">
        <h1 tabindex="-1">${texts.heading}</h1>
        ${this.#renderKinds()}
      </div>
      <p class="hint">${texts.hint}</p>
      ${
        rows.length > 0 ? renderTable({ label: texts.heading, heads, rows, isCard: true }) : nothing
      }
      ${this.renderFailure()} ${this.#list.renderEnd(this.kind ? texts.emptyKind : texts.empty)}
    </div>`;
  }

  #renderKinds(): TemplateResult {
    const { kind, kinds } = this.texts.history;
    return html`<label>
      ${kind}
      <select @change=${this.#onKind}>
        <option value="">${kinds.all}</option>
        ${ownerActionKinds.map(
          (each) =>
            html`<option value=${each} ?selected=${each === this.kind}>${kinds[each]}</option>`,
        )}
      </select>
    </label>`;
  }

  #renderEntry({ at, actor, action, subject, outcome }: OwnerAuditEntry): TemplateResult {
    const { none, history: texts } = this.texts;
    return html`<tr>
      <td class="text">${this.format.moment(at)}</td>
      <th scope="row" class="text">
        ${isKnown(action, texts.actions) ? texts.actions[action] : action}
        ${outcome && html`<span class="tag bad">${texts.outcomes[outcome]}</span>`}
      </th>
      <td class="text">${subject ?? none}</td>
      <td>${actor}</td>
    </tr>`;
  }

  #onKind(event: Event): void {
    const { value } = event.currentTarget as HTMLSelectElement;
    this.#show(value);
    rememberQuery('audit', { kind: this.kind ?? '' });
  }

  #show(kind: string): void {
    this.kind = ownerActionKinds.find((known) => known === kind);
    this.#list.clear();
    void this.#list.loadMore();
  }
}

/** An older version may have written another name. */
function isKnown(
  action: string,
  words: Readonly<Record<OwnerAction, string>>,
): action is OwnerAction {
  return Object.hasOwn(words, action);
}
