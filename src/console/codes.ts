import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { OwnerCode, OwnerCompany } from '../contract/owner/codes.ts';
import { api } from './api.ts';
import type { ConsoleAsk } from './ask.ts';
import type { CodeChangedEvent, ConsoleChangeCode } from './change-code.ts';
import { headsOfTerms, renderTerms } from './code-terms.ts';
import type { CodesMadeEvent } from './new-codes.ts';
import { ConsolePage } from './console-page.ts';
import { textOf } from './form-text.ts';
import { renderTable } from './scroll-table.ts';

/**
 * A company's promo codes, and the uses that wait for a person.
 *
 * @element console-codes
 */
export class ConsoleCodes extends ConsolePage {
  static override properties: PropertyDeclarations = {
    companies: { state: true },
    company: { state: true },
    ofForms: { state: true },
    search: { state: true },
    codes: { state: true },
    next: { state: true },
    isElsewhere: { state: true },
  };

  declare companies: readonly OwnerCompany[];
  declare company: string | undefined;
  /** The company of a form that names none. */
  declare ofForms: string | null;
  declare search: string;
  declare codes: readonly OwnerCode[];
  declare next: string | null;
  declare isElsewhere: boolean;
  /** The list that is shown: the same words asked for again are another one. */
  #list = {};

  constructor() {
    super();
    this.companies = [];
    this.ofForms = null;
    this.codes = [];
    this.search = '';
    this.next = null;
    this.isElsewhere = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override render(): TemplateResult {
    const { codes: texts } = this.texts;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <h1 tabindex="-1">${texts.heading}</h1>
      <console-uses .language=${this.language}></console-uses>
      ${this.renderFailure(() => void this.#load())}
      ${this.isElsewhere ? html`<p>${texts.elsewhere}</p>` : nothing} ${this.#renderFilter()}
      ${this.#renderCodes()} ${this.isElsewhere ? nothing : this.#renderChanges()}
    </div>`;
  }

  #renderFilter(): TemplateResult {
    const { codes: texts, leads } = this.texts;
    return html`<form class="card" role="search" @submit=${this.#onSearch}>
      <label>
        ${texts.company}
        <select name="company" @change=${this.#onCompany}>
          ${this.companies.map(
            ({ id, title }) =>
              html`<option value=${id} ?selected=${id === this.company}>
                ${id === this.ofForms ? texts.ofForms(title) : title}
              </option>`,
          )}
        </select>
      </label>
      <label>
        ${texts.search}
        <input type="search" name="search" autocapitalize="characters" />
      </label>
      <button class="main">${leads.find}</button>
    </form>`;
  }

  #renderCodes(): TemplateResult {
    const { codes: texts, older, loading } = this.texts;
    if (this.codes.length === 0) {
      const empty = this.search === '' ? texts.empty : texts.emptySearch;
      return html`<p role="status">${this.isBusy ? loading : this.failure ? '' : empty}</p>`;
    }
    const heads = headsOfTerms(this.texts);
    const rows = this.codes.map((code) => this.#renderCode(code));
    const hasActions = !this.isElsewhere;
    return html`${renderTable({ label: texts.heading, heads, rows, isCard: true, hasActions })}
    ${
      this.next === null
        ? nothing
        : html`<button type="button" ?disabled=${this.isBusy} @click=${() => void this.#loadMore()}>
            ${older}
          </button>`
    }`;
  }

  #renderCode(code: OwnerCode): TemplateResult {
    return html`<tr>
      ${renderTerms(code, this.texts, this.format)}
      ${this.isElsewhere ? nothing : this.#renderCodeActions(code)}
    </tr>`;
  }

  #renderCodeActions(code: OwnerCode): TemplateResult {
    const { codes: texts } = this.texts;
    const { state, active } = code;
    const change = active ? texts.pause : texts.resume;
    // What is over for good can be neither paused nor ended.
    return html`<td>
      <div class="actions">
        ${
          state === 'expired'
            ? nothing
            : this.#renderAction(change, code, () => void this.#change(code))
        }
        ${this.#renderAction(texts.change, code, () => void this.#openTerms(code))}
        ${
          state === 'expired' || state === 'not_started'
            ? nothing
            : this.#renderAction(texts.end, code, () => void this.#end(code))
        }
      </div>
    </td>`;
  }

  #renderAction(name: string, { code }: OwnerCode, action: () => void): TemplateResult {
    return html`<button
      type="button"
      aria-label="${name}: ${code}"
      ?disabled=${this.isBusy}
      @click=${action}
    >
      ${name}
    </button>`;
  }

  #renderChanges(): TemplateResult {
    return html`${this.#renderFiles()}
      <console-new-codes
        .language=${this.language}
        .company=${this.company}
        @console-codes-made=${this.#onMade}
      ></console-new-codes>`;
  }

  #renderFiles(): TemplateResult | typeof nothing {
    const { company, companies, language } = this;
    if (company === undefined) return nothing;
    const title = companies.find(({ id }) => id === company)?.title ?? company;
    return html`<console-journal .language=${language} .company=${company}></console-journal>
      <console-import-codes
        .language=${language}
        .company=${company}
        .companyTitle=${title}
        @console-codes-made=${this.#onMade}
      ></console-import-codes>
      <console-change-code
        .language=${language}
        @console-code-changed=${({ code }: CodeChangedEvent) => this.#show(code)}
      ></console-change-code>
      <console-ask .language=${language}></console-ask>`;
  }

  #show(changed: OwnerCode): void {
    this.codes = this.codes.map((each) => (each.code === changed.code ? changed : each));
  }

  #onCompany(event: Event): void {
    this.company = (event.target as HTMLSelectElement).value;
    void this.#loadCodes();
  }

  #onSearch(event: SubmitEvent): void {
    event.preventDefault();
    this.search = textOf(event.currentTarget as HTMLFormElement, 'search');
    void this.#loadCodes();
  }

  #onMade({ text, company }: CodesMadeEvent): void {
    this.note(text);
    this.company = company ?? this.company;
    void this.#load();
  }

  async #load(): Promise<void> {
    await this.attempt(async () => {
      const [{ companies, read_only }, { company }] = await Promise.all([
        api.companies(),
        api.setup(),
      ]);
      this.companies = companies;
      this.isElsewhere = read_only;
      this.ofForms = company;
      const ids = companies.map(({ id }) => id);
      this.company ??= ids.find((id) => id === company) ?? ids[0];
    });
    await this.#loadCodes();
  }

  async #loadCodes(): Promise<void> {
    this.#list = {};
    this.codes = [];
    this.next = null;
    if (this.company !== undefined) await this.#loadMore();
  }

  async #loadMore(): Promise<void> {
    const { company = '', search, next } = this;
    const list = this.#list;
    await this.attempt(async () => {
      const page = await api.codes({ company, search, after: next ?? undefined });
      if (list !== this.#list) return;
      this.codes = [...this.codes, ...page.codes];
      this.next = page.next;
    });
  }

  async #openTerms(code: OwnerCode): Promise<void> {
    await this.renderRoot.querySelector<ConsoleChangeCode>('console-change-code')?.open(code);
  }

  async #end({ company, code }: OwnerCode): Promise<void> {
    const { codes: texts } = this.texts;
    const ask = this.renderRoot.querySelector<ConsoleAsk>('console-ask');
    const question = { title: texts.endTitle(code), text: texts.endText, action: texts.end };
    if ((await ask?.ask(question)) !== true) return;
    await this.attempt(async () => {
      this.#show(await api.endCode({ company, code }));
      this.note(texts.ended(code));
    });
  }

  async #change({ company, code, active }: OwnerCode): Promise<void> {
    await this.attempt(async () => {
      const changed = await api.changeCode({ company, code, active: !active });
      this.#show(changed);
      this.note(`${code}: ${this.texts.codes.states[changed.state]}`);
    });
  }
}
