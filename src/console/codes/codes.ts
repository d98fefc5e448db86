import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { OwnerCode, OwnerCompany } from '../../contract/owner/codes.ts';
import { api } from '../parts/api.ts';
import { choiceStyles, renderChoice } from '../parts/choice.ts';
import { ConsolePage } from '../parts/console-page.ts';
import type { ListFile } from '../parts/download.ts';
import { textOf } from '../parts/form-text.ts';
import { PagedList } from '../parts/paged-list.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { styles } from '../parts/styles.ts';
import { rememberQuery } from '../route.ts';
import type { CodeChangedEvent, ConsoleChangeCode } from './change-code.ts';
import { type CodeActions, renderCodeActions } from './code-actions.ts';
import { renderCodeFilter, withDistinctTitles } from './code-filter.ts';
import { headsOfTerms, renderTerms } from './code-terms.ts';
import type { CodesChangedEvent } from './many-codes.ts';
import type { CodesMadeEvent } from './new-codes.ts';

/**
 * A company's promo codes, and the uses that wait for a person.
 *
 * @element console-codes
 */
export class ConsoleCodes extends ConsolePage {
  static override styles: CSSResultGroup = [styles, choiceStyles];
  static override properties: PropertyDeclarations = {
    query: { attribute: false },
    companies: { state: true },
    company: { state: true },
    ofForms: { state: true },
    search: { state: true },
    chosen: { state: true },
  };

  /** Of the page's address: `company` and `search`. */
  declare query: URLSearchParams;
  declare companies: readonly OwnerCompany[];
  declare company: string | undefined;
  /** The company of a form that names none. */
  declare ofForms: string | null;
  declare search: string;
  /** Codes to be paused or activated together. */
  declare chosen: ReadonlySet<string>;
  readonly #list = new PagedList<OwnerCode>(this, async (after) => {
    const { company = '', search } = this;
    const { codes: rows, next } = await api.codes({ company, search, after });
    return { rows, next };
  });
  readonly #actions: CodeActions = {
    change: (code) => this.#change(code),
    openTerms: (code) => this.#openTerms(code),
    end: (code) => this.#end(code),
  };

  constructor() {
    super();
    this.query = new URLSearchParams();
    this.companies = [];
    this.ofForms = null;
    this.search = '';
    this.chosen = new Set();
  }

  override render(): TemplateResult {
    const { codes: texts, providers } = this.texts;
    const { kind, name } = this.providers.promo_codes;
    return html`<div class="page" aria-busy=${this.isBusy}>
      <div class="bar">
        <h1 tabindex="-1">${texts.heading}</h1>
        ${this.#isElsewhere ? nothing : this.#renderDownload()}
      </div>
      <console-uses .language=${this.language} .providers=${this.providers}></console-uses>
      ${this.renderFailure()}
      ${kind === 'embedded' ? nothing : html`<p class="text">${providers.codes[kind](name)}</p>`}
      ${this.#renderFilter()} ${this.#renderCodes()}
      ${this.#isElsewhere ? nothing : this.#renderChanges()}
    </div>`;
  }

  protected override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (!changed.has('query')) return;
    this.company = this.query.get('company') ?? undefined;
    this.search = this.query.get('search') ?? '';
    void this.#load();
  }

  get codes(): readonly OwnerCode[] {
    return this.#list.rows;
  }

  get #isElsewhere(): boolean {
    return this.providers.promo_codes.kind !== 'embedded';
  }

  #renderDownload(): TemplateResult | typeof nothing {
    const { company, search, language } = this;
    if (company === undefined) return nothing;
    return html`<console-download
      .language=${language}
      .urlOf=${(file: ListFile) => api.codesUrl({ company, search, ...file })}
      .done=${this.texts.codes.downloaded}
    ></console-download>`;
  }

  #renderFilter(): TemplateResult {
    const { companies, company, ofForms, search, texts } = this;
    const handlers = { onCompany: this.#onCompany, onSearch: this.#onSearch };
    return renderCodeFilter({ companies, company, ofForms, search, ...handlers }, texts);
  }

  /**
   * An action on many codes goes on and reports its result, even if another list is shown by then.
   */
  #renderCodes(): TemplateResult {
    return html`<div>
        ${this.#isElsewhere ? nothing : this.#renderBulkActions()}
        ${this.codes.length > 0 ? this.#renderTable() : this.#renderEmpty()}
      </div>
      ${
        this.#list.hasMore
          ? html`<button type="button" ?disabled=${this.isBusy} @click=${this.#list.loadMore}>
              ${this.texts.older}
            </button>`
          : nothing
      }`;
  }

  #renderEmpty(): TemplateResult {
    const { codes: texts, loading } = this.texts;
    const empty = this.search === '' ? texts.empty : texts.emptySearch;
    return html`<p role="status">${this.isBusy ? loading : this.failure ? '' : empty}</p>`;
  }

  #renderTable(): TemplateResult {
    const hasActions = !this.#isElsewhere;
    return renderTable({
      label: this.texts.codes.heading,
      heads: headsOfTerms(this.texts),
      rows: this.codes.map((code) => this.#renderCode(code)),
      first: hasActions ? this.#renderChooseAll() : undefined,
      isCard: true,
      hasActions,
    });
  }

  #renderBulkActions(): TemplateResult {
    return html`<console-many-codes
      .language=${this.language}
      .company=${this.company}
      .codes=${[...this.chosen]}
      .isOffered=${this.codes.length > 0}
      @console-codes-changed=${({ codes }: CodesChangedEvent) => this.#onChanged(codes)}
    ></console-many-codes>`;
  }

  #renderChooseAll(): TemplateResult {
    const { size } = this.chosen;
    const all = this.codes.map(({ code }) => code);
    return renderChoice({
      name: this.texts.manyCodes.chooseAll,
      isChosen: size === all.length,
      isPartly: size > 0 && size < all.length,
      choose: (isChosen) => (this.chosen = new Set(isChosen ? all : [])),
    });
  }

  #renderChoice({ code }: OwnerCode): TemplateResult {
    const choose = (isChosen: boolean): void => {
      const others = [...this.chosen].filter((each) => each !== code);
      this.chosen = new Set(isChosen ? [...others, code] : others);
    };
    const name = this.texts.manyCodes.choose(code);
    return renderChoice({ name, isChosen: this.chosen.has(code), choose });
  }

  #renderCode(code: OwnerCode): TemplateResult {
    return html`<tr>
      ${this.#isElsewhere ? nothing : this.#renderChoice(code)}
      ${renderTerms(code, this.texts, this.format)}
      ${this.#isElsewhere ? nothing : renderCodeActions(code, this.#actions, this)}
    </tr>`;
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

  #show(...changed: readonly OwnerCode[]): void {
    // Another company may be shown by now, which may have codes of the same names.
    const byCode = new Map(
      changed.filter(({ company }) => company === this.company).map((each) => [each.code, each]),
    );
    this.#list.show(this.codes.map((each) => byCode.get(each.code) ?? each));
  }

  /** These are no longer chosen: the next action is for other codes. */
  #onChanged(codes: readonly OwnerCode[]): void {
    this.#show(...codes);
    const done = new Set(codes.map(({ code }) => code));
    this.chosen = new Set([...this.chosen].filter((code) => !done.has(code)));
  }

  readonly #onCompany = (event: Event): void => {
    this.company = (event.target as HTMLSelectElement).value;
    this.#remember();
    void this.#loadCodes();
  };

  readonly #onSearch = (event: SubmitEvent): void => {
    event.preventDefault();
    this.search = textOf(event.currentTarget as HTMLFormElement, 'search');
    this.#remember();
    void this.#loadCodes();
  };

  #remember(): void {
    const { company = '', search } = this;
    // Codes may be made after the owner has gone to another page.
    if (this.isConnected) rememberQuery('codes', { company, search });
  }

  #onMade({ text, company }: CodesMadeEvent): void {
    this.note(text);
    this.company = company ?? this.company;
    this.#remember();
    void this.#load();
  }

  readonly #load = async (): Promise<void> => {
    const isRead = await this.load(this.#load, async () => {
      const { company } = await api.setup();
      this.ofForms = company;
      const { companies } = await api.companies();
      this.companies = withDistinctTitles(companies);
      const ids = companies.map(({ id }) => id);
      const wanted = [this.company, company].find((id) => ids.some((known) => known === id));
      this.company = wanted ?? ids[0];
    });
    if (isRead) await this.#loadCodes();
  };

  async #loadCodes(): Promise<void> {
    this.#list.clear();
    this.chosen = new Set();
    if (this.company !== undefined) await this.#list.loadMore();
  }

  async #openTerms(code: OwnerCode): Promise<void> {
    await this.renderRoot.querySelector<ConsoleChangeCode>('console-change-code')?.open(code);
  }

  async #end({ company, code }: OwnerCode): Promise<void> {
    const { codes: texts } = this.texts;
    const question = { title: texts.endTitle(code), text: texts.endText, action: texts.end };
    if (!(await this.confirm(question))) return;
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
