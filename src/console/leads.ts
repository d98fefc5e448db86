import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { type OwnerLeadState, ownerLeadStates } from '../contract/owner/lead-states.ts';
import type { OwnerLead, OwnerLeadQuery } from '../contract/owner/leads.ts';
import { api } from './api.ts';
import { ConsolePage } from './console-page.ts';
import { hrefOf } from './route.ts';
import { renderState } from './state-tag.ts';

/**
 * All leads, the newest first: searched, filtered, downloaded. What is asked for stands in the
 * page's address, so that a list can be kept and sent to somebody.
 *
 * @element console-leads
 */
export class ConsoleLeads extends ConsolePage {
  static override properties: PropertyDeclarations = {
    query: { attribute: false },
    leads: { state: true },
    next: { state: true },
    searchedTo: { state: true },
  };

  declare query: URLSearchParams;
  declare leads: readonly OwnerLead[];
  declare next: string | null;
  declare searchedTo: string | null;

  constructor() {
    super();
    this.query = new URLSearchParams();
    this.#clear();
  }

  override render(): TemplateResult {
    const { leads: texts } = this.texts;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <div class="bar">
        <h1 tabindex="-1">${texts.heading}</h1>
        <div class="actions">
          <a class="button" download href=${api.exportUrl({ ...this.#filter(), format: 'csv' })}
            >${texts.csv}</a
          >
          <a class="button" download href=${api.exportUrl({ ...this.#filter(), format: 'json' })}
            >${texts.json}</a
          >
        </div>
      </div>
      ${this.#renderFilter()} ${this.#renderList()}
      ${this.renderFailure(() => void this.#loadMore())} ${this.#renderEnd()}
    </div>`;
  }

  /** Another list: of another address, or of the same that was asked for again. */
  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('query')) return;
    this.#clear();
    void this.#loadMore();
  }

  #clear(): void {
    this.leads = [];
    this.next = null;
    this.searchedTo = null;
  }

  #renderFilter(): TemplateResult {
    const { leads: texts, states } = this.texts;
    const { state, search = '' } = this.#filter();
    const option = (value: OwnerLeadState): TemplateResult =>
      html`<option value=${value} ?selected=${value === state}>${states[value]}</option>`;
    const date = (name: 'from' | 'to'): TemplateResult =>
      html`<label>
        ${texts[name]}
        <input type="date" name=${name} .value=${this.query.get(name) ?? ''} />
      </label>`;
    return html`<form class="card" role="search" @submit=${this.#onFilter}>
      <label>
        ${texts.search}
        <input type="search" name="search" .value=${search} aria-describedby="search-hint" />
      </label>
      <label>
        ${texts.state}
        <select name="state">
          <option value="">${texts.all}</option>
          ${ownerLeadStates.map(option)}
        </select>
      </label>
      ${date('from')} ${date('to')}
      <button class="main">${texts.find}</button>
      <p class="hint" id="search-hint">${texts.searchHint}</p>
    </form>`;
  }

  #renderList(): TemplateResult | typeof nothing {
    const { leads: texts } = this.texts;
    if (this.leads.length === 0) return nothing;
    const heads = [texts.came, texts.name, texts.phone, texts.product, texts.code, texts.state];
    return html`<div class="card scroll" tabindex="0" role="group" aria-label=${texts.heading}>
      <table>
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.leads.map((lead) => this.#renderLead(lead))}
        </tbody>
      </table>
    </div>`;
  }

  #renderLead(lead: OwnerLead): TemplateResult {
    return html`<tr>
      <td>
        <a href=${hrefOf('leads', { subject: lead.ref })}>${this.format.time(lead.received_at)}</a>
      </td>
      <th scope="row" class="text">${lead.first_name} ${lead.last_name}</th>
      <td>${lead.phone}</td>
      <td class="text">${lead.product}</td>
      <td class="text">${lead.promo_code ?? this.texts.none}</td>
      <td>${renderState(lead.state, this.texts)}</td>
    </tr>`;
  }

  #renderEnd(): TemplateResult | typeof nothing {
    const { texts } = this;
    if (this.failure) return nothing;
    if (this.isBusy) return html`<p role="status">${texts.loading}</p>`;
    const { searchedTo } = this;
    const isSearch = this.#filter().search !== undefined;
    if (this.next !== null) {
      return html`<div class="actions">
        ${
          isSearch && searchedTo !== null
            ? html`<p role="status">${texts.leads.lookedTo(this.format.time(searchedTo))}</p>`
            : nothing
        }
        <button type="button" @click=${() => void this.#loadMore()}>
          ${isSearch ? texts.leads.goOn : texts.older}
        </button>
      </div>`;
    }
    if (this.leads.length > 0) return nothing;
    const isFiltered = [...this.query.keys()].length > 0;
    return html`<p role="status">${isFiltered ? texts.leads.emptyFilter : texts.leads.empty}</p>`;
  }

  #filter(): OwnerLeadQuery {
    const text = (name: string): string | undefined => this.query.get(name) ?? undefined;
    return {
      state: ownerLeadStates.find((state) => state === text('state')),
      search: text('search'),
      from: instantOf(text('from'), 0),
      to: instantOf(text('to'), 1),
    };
  }

  #onFilter(event: SubmitEvent): void {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const query = Object.fromEntries(
      Array.from(fields, ([name, value]) => [name, typeof value === 'string' ? value : '']),
    );
    const href = hrefOf('leads', { query });
    if (href === location.hash) this.query = new URLSearchParams(this.query);
    else location.hash = href;
  }

  async #loadMore(): Promise<void> {
    const { query, next } = this;
    await this.attempt(async () => {
      const page = await api.leads({ ...this.#filter(), before: next ?? undefined });
      // Another list was asked for meanwhile.
      if (query !== this.query) return;
      this.leads = [...this.leads, ...page.leads];
      this.next = page.next;
      this.searchedTo = page.searched_to;
    });
  }
}

/** The midnight at which a day begins here, or the one so many days later. */
function instantOf(date: string | undefined, daysLater: number): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date ?? '') ?? [];
  if (year === undefined) return undefined;
  const midnight = new Date(Number(year), Number(month) - 1, Number(day) + daysLater);
  return midnight.toISOString();
}
