import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { OwnerContact } from '../../contract/owner/contacts.ts';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import type { ListFile } from '../parts/download.ts';
import { textOf } from '../parts/form-text.ts';
import { PagedList } from '../parts/paged-list.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { rememberQuery } from '../route.ts';

/**
 * Contacts of the embedded backend, and who may call it.
 *
 * @element console-contacts
 */
export class ConsoleContacts extends ConsolePage {
  static override properties: PropertyDeclarations = {
    query: { attribute: false },
    search: { state: true },
  };

  /** Of the page's address: `search`. */
  declare query: URLSearchParams;
  declare search: string;
  readonly #list = new PagedList<OwnerContact>(this, async (before) => {
    const { contacts: rows, next } = await api.contacts({ search: this.search, before });
    return { rows, next };
  });

  constructor() {
    super();
    this.query = new URLSearchParams();
    this.search = '';
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('query')) this.#find(this.query.get('search') ?? '');
  }

  override render(): TemplateResult {
    const { contacts: texts, providers } = this.texts;
    const { kind, name } = this.providers.contacts;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <div class="bar">
        <h1 tabindex="-1">${texts.heading}</h1>
        ${kind !== 'embedded' ? nothing : this.#renderDownload()}
      </div>
      ${
        kind !== 'embedded'
          ? html`<p class="text">${providers.contacts[kind](name)}</p>`
          : html`${this.#renderFilter()} ${this.#renderList()} ${this.renderFailure()}
            ${this.#renderEnd()}`
      }
      <console-clients .language=${this.language}></console-clients>
    </div>`;
  }

  #renderDownload(): TemplateResult {
    const { search } = this;
    return html`<console-download
      .language=${this.language}
      .urlOf=${(file: ListFile) => api.contactsUrl({ search, ...file })}
      .done=${this.texts.contacts.downloaded}
    ></console-download>`;
  }

  #renderFilter(): TemplateResult {
    const { contacts: texts, leads } = this.texts;
    return html`<form class="card" role="search" @submit=${this.#onSearch}>
      <label>
        ${leads.search}
        <input type="search" name="search" .value=${this.search} aria-describedby="search-hint" />
      </label>
      <button class="main">${leads.find}</button>
      <p class="hint" id="search-hint">${texts.searchHint}</p>
    </form>`;
  }

  #renderList(): TemplateResult | typeof nothing {
    const { contacts: texts, leads, lead } = this.texts;
    if (this.#list.rows.length === 0) return nothing;
    const heads = [
      texts.number,
      leads.name,
      leads.phone,
      texts.made,
      leads.product,
      lead.clickId,
      texts.by,
    ];
    return renderTable({
      label: texts.heading,
      heads,
      rows: this.#list.rows.map((contact) => this.#renderContact(contact)),
      isCard: true,
    });
  }

  #renderContact(contact: OwnerContact): TemplateResult {
    const { id, created_at, first_name, last_name, phone, product, click_id, client } = contact;
    return html`<tr>
      <td>${id}</td>
      <th scope="row" class="text">${first_name} ${last_name}</th>
      <td class="text">${phone}</td>
      <td>${this.format.time(created_at)}</td>
      <td class="text">${product}</td>
      <td class="text">${click_id}</td>
      <td class="text">${client}</td>
    </tr>`;
  }

  #renderEnd(): TemplateResult | typeof nothing {
    const { contacts: texts, leads } = this.texts;
    return this.search === ''
      ? this.#list.renderEnd(texts.empty)
      : this.#list.renderEnd(texts.emptySearch, leads.goOn);
  }

  #onSearch(event: SubmitEvent): void {
    event.preventDefault();
    const search = textOf(event.currentTarget as HTMLFormElement, 'search');
    rememberQuery('contacts', { search });
    this.#find(search);
  }

  #find(search: string): void {
    this.search = search;
    this.#list.clear();
    if (this.providers.contacts.kind === 'embedded') void this.#list.loadMore();
  }
}
