import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { OwnerLead, OwnerLeadQuery } from '../../contract/owner/leads.ts';
import type { OwnerSetup } from '../../contract/owner/setup.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import type { ListFile } from '../parts/download.ts';
import { Poll } from '../parts/poll.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { hrefOf, type Place, placeInList, rememberList } from '../route.ts';
import { isOpen, withChanges } from './lead-changes.ts';
import { filterOf, queryOf } from './lead-filter.ts';
import { renderLeadFilter } from './render-lead-filter.ts';
import { renderCodeState, renderState } from './state-tag.ts';

/** At most so many leads are asked about: as many as the API takes. */
const askedMax = 100;

/**
 * All leads, the newest first, to search, filter and download. The query is in the page's address,
 * so that a list can be bookmarked and shared.
 *
 * @element console-leads
 */
export class ConsoleLeads extends ConsolePage {
  static override properties: PropertyDeclarations = {
    query: { attribute: false },
    cameFrom: { attribute: false },
    draft: { state: true },
    leads: { state: true },
    next: { state: true },
    searchedTo: { state: true },
    came: { state: true },
    products: { state: true },
  };

  declare query: URLSearchParams;
  /** The ref of the lead from whose page somebody comes back. */
  declare cameFrom: string | undefined;
  /** The values of the form, submitted or not: a download uses these. */
  declare draft: URLSearchParams | undefined;
  declare leads: readonly OwnerLead[];
  declare next: string | null;
  declare searchedTo: string | null;
  /** Leads that came since the list was read. */
  declare came: number;
  declare products: OwnerSetup['products'];
  #readAt = '';
  /** The query that the form was rendered for. */
  #words = '';
  readonly #poll = new Poll(this, () => this.#askChanges());

  constructor() {
    super();
    this.query = new URLSearchParams();
    this.products = [];
    this.#clear();
  }

  override render(): TemplateResult {
    const { leads: texts } = this.texts;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <div class="bar">
        <h1 tabindex="-1">${texts.heading}</h1>
        <console-download
          .language=${this.language}
          .urlOf=${(file: ListFile) =>
            api.exportUrl({ ...filterOf(this.draft ?? this.query), ...file })}
          .done=${texts.progress.done}
          @click=${this.#onDownload}
        ></console-download>
      </div>
      ${this.#renderFilter()} ${this.#renderChanges()} ${this.#renderBulkActions()}
      ${this.#renderList()} ${this.renderFailure()} ${this.#renderEnd()}
    </div>`;
  }

  /** Loads another list: for another address, or the same one again. */
  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('query')) return;
    const words = this.query.toString();
    // The form is rendered from scratch then.
    if (words !== this.#words) this.draft = undefined;
    this.#words = words;
    this.#clear();
    const place = this.hasUpdated ? undefined : placeInList(this.query, this.cameFrom);
    rememberList(this.query, []);
    void (place ? this.#comeBack(place) : this.#loadMore());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    rememberList(
      this.query,
      this.leads.map(({ ref }) => ref),
    );
  }

  /** Reads as far as before, and goes to the lead, or to the next one that is still in the list. */
  async #comeBack({ count, refs }: Place): Promise<void> {
    const { query } = this;
    do await this.#loadMore();
    while (this.next !== null && this.leads.length < count && !this.failure);
    await this.updateComplete;
    const isElsewhere = this.shadowRoot?.activeElement?.matches(':not(h1)') === true;
    const ref = refs.find((each) => this.leads.some((lead) => lead.ref === each));
    if (query !== this.query || isElsewhere || ref === undefined) return;
    const href = hrefOf('leads', { subject: ref });
    const link = this.renderRoot.querySelector<HTMLElement>(`tbody a[href="${href}"]`);
    link?.scrollIntoView({ block: 'center' });
    link?.focus({ preventScroll: true });
  }

  #clear(): void {
    this.#readAt = '';
    this.leads = [];
    this.next = null;
    this.searchedTo = null;
    this.came = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Without it, one filter is missing.
    api.setup().then(
      ({ products }) => (this.products = products),
      () => {},
    );
  }

  /** Rendered from scratch for each list: values chosen for another list do not apply. */
  #renderFilter(): unknown {
    const { query, products, texts } = this;
    const handlers = { onFilter: this.#onFilter, onInput: this.#onInput };
    return keyed(query.toString(), renderLeadFilter({ query, products, ...handlers }, texts));
  }

  /** New leads are only announced: rows must not move under a finger. */
  #renderChanges(): TemplateResult {
    const { leads: texts } = this.texts;
    const { came, format } = this;
    return html`<div role="status">
      ${
        came > 0
          ? html`<button type="button" @click=${this.#again}>
              ${texts.news(format.number(came))}
            </button>`
          : nothing
      }
      ${this.#poll.isFailing ? html`<p class="hint">${texts.stale}</p>` : nothing}
    </div>`;
  }

  /** For the list that is shown, and not for the form's present values. */
  #renderBulkActions(): TemplateResult {
    const filter = this.#filter();
    const shown = this.leads.filter(({ state }) => state === filter.state).length;
    return html`<console-many-leads
      .language=${this.language}
      .filter=${filter}
      .until=${this.#readAt}
      .count=${this.next === null ? shown : undefined}
      @console-changed=${this.#again}
    ></console-many-leads>`;
  }

  readonly #again = (): void => {
    this.query = new URLSearchParams(this.query);
  };

  async #askChanges(): Promise<void> {
    if (this.isBusy || this.#readAt === '') return;
    const { query } = this;
    const { state, product, source, search, from, to } = this.#filter();
    const open = this.leads.filter(isOpen).slice(0, askedMax);
    // No leads come in a period that is over or has not begun; and it is not known which of the new
    // leads a search would find.
    const isOver = to !== undefined && Date.parse(to) <= Date.parse(this.#readAt);
    const isToCome = from !== undefined && Date.parse(from) > Date.now();
    const isUncounted = isOver || isToCome || search !== undefined;
    if (isUncounted && open.length === 0) return;
    const refs = open.map(({ ref }) => ref).join(',');
    const changes = await api.leadChanges({ since: this.#readAt, state, product, source, refs });
    if (query !== this.query) return;
    this.came = isUncounted ? 0 : changes.came;
    this.leads = this.leads.map((lead) => withChanges(lead, changes));
  }

  #renderList(): TemplateResult | typeof nothing {
    const { leads: texts } = this.texts;
    if (this.leads.length === 0) return nothing;
    const heads = [texts.came, texts.state, texts.name, texts.phone, texts.product, texts.code];
    return renderTable({
      label: texts.heading,
      heads,
      rows: this.leads.map((lead) => this.#renderLead(lead)),
      isCard: true,
    });
  }

  #renderLead(lead: OwnerLead): TemplateResult {
    return html`<tr>
      <td>
        <a href=${hrefOf('leads', { subject: lead.ref })}>${this.format.time(lead.received_at)}</a>
      </td>
      <td>${renderState(lead.state, this.texts)}</td>
      <th scope="row" class="text">${lead.first_name} ${lead.last_name}</th>
      <td>${lead.phone}</td>
      <td class="text">${lead.product}</td>
      <td class="text">
        ${lead.promo_code ?? this.texts.none} ${renderCodeState(lead.promo_code_state, this.texts)}
      </td>
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
    return filterOf(this.query);
  }

  readonly #onInput = (event: Event): void => {
    this.draft = queryOf(event.currentTarget as HTMLFormElement);
  };

  /** A half-typed date would be ignored in the file: the form reports it, as for "Show". */
  readonly #onDownload = {
    capture: true,
    handleEvent: (event: Event): void => {
      if (this.renderRoot.querySelector('form')?.reportValidity() !== false) return;
      event.preventDefault();
      event.stopPropagation();
    },
  };

  readonly #onFilter = (event: SubmitEvent): void => {
    event.preventDefault();
    const query = Object.fromEntries(queryOf(event.currentTarget as HTMLFormElement));
    const href = hrefOf('leads', { query });
    if (href === location.hash) this.#again();
    else location.hash = href;
  };

  readonly #loadMore = async (): Promise<void> => {
    const { query, next } = this;
    await this.load(this.#loadMore, async () => {
      const page = await api.leads({ ...this.#filter(), before: next ?? undefined });
      this.#poll.hasAnswered();
      // Another list was asked for in the meantime.
      if (query !== this.query) return;
      if (next === null) this.#readAt = page.read_at;
      this.leads = [...this.leads, ...page.leads];
      this.next = page.next;
      this.searchedTo = page.searched_to;
    });
  };
}
