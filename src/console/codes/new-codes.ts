import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { api } from '../parts/api.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { textOf } from '../parts/form-text.ts';
import { type GivenTerms, readTerms, renderTermFields, renderZones } from './code-terms.ts';

/** Codes or a company were made; the list is to be read again. */
export class CodesMadeEvent extends Event {
  readonly text: string;
  /** The company to show, if it is a new one. */
  readonly company: string | undefined;

  constructor(text: string, company?: string) {
    super('console-codes-made', { bubbles: true });
    this.text = text;
    this.company = company;
  }
}

/**
 * Adds one code, or many by a pattern, or a company to have them.
 *
 * @element console-new-codes
 */
export class ConsoleNewCodes extends ConsolePage {
  static override properties: PropertyDeclarations = {
    company: { attribute: false },
    made: { state: true },
  };

  /** Company ID; undefined if there is none yet. */
  declare company: string | undefined;
  /** Codes that were just made. */
  declare made: readonly string[];

  constructor() {
    super();
    this.made = [];
  }

  override render(): TemplateResult {
    const { codes: texts } = this.texts;
    return html`<div class="page">
      ${this.renderFailure()}
      ${
        this.company === undefined
          ? nothing
          : html`${renderZones()}
              <div class="cards">
                <form class="card" @submit=${this.#addOne}>
                  <h2>${texts.add}</h2>
                  <label>${texts.code} <input name="code" required autocomplete="off" /></label>
                  ${renderTermFields(this.texts)}
                  <button class="main" ?disabled=${this.isBusy}>${texts.add}</button>
                </form>
                <form class="card" @submit=${this.#makeMany}>
                  <h2>${texts.many}</h2>
                  <label>
                    ${texts.count}
                    <input name="count" type="number" min="1" max="10000" value="100" required />
                  </label>
                  <label>
                    ${texts.pattern} <input name="pattern" value="########" autocomplete="off" />
                  </label>
                  <p class="hint">${texts.patternHint}</p>
                  ${renderTermFields(this.texts)}
                  <button class="main" ?disabled=${this.isBusy}>${texts.generate}</button>
                  ${this.#renderMade()}
                </form>
              </div>`
      }
      <form class="card" @submit=${this.#addCompany}>
        <h2>${texts.companyAdd}</h2>
        <label>${texts.companyTitle} <input name="title" required autocomplete="off" /></label>
        <button ?disabled=${this.isBusy}>${texts.companyAdd}</button>
      </form>
    </div>`;
  }

  #renderMade(): TemplateResult | typeof nothing {
    if (this.made.length === 0) return nothing;
    return html`<label>
      ${this.texts.codes.heading}
      <textarea readonly rows="6" .value=${this.made.join('\n')}></textarea>
    </label>`;
  }

  async #addOne(event: SubmitEvent): Promise<void> {
    const { form, text, terms } = this.#read(event);
    await this.attempt(async () => {
      const { code, state } = await api.addCode({ ...terms, code: text('code') });
      const { added, addedAs, states } = this.texts.codes;
      form.reset();
      const said = state === 'valid' ? added(code) : addedAs(code, states[state]);
      this.dispatchEvent(new CodesMadeEvent(said));
    });
  }

  async #makeMany(event: SubmitEvent): Promise<void> {
    const { text, terms } = this.#read(event);
    await this.attempt(async () => {
      const pattern = text('pattern') === '' ? {} : { pattern: text('pattern') };
      const { codes } = await api.generateCodes({
        ...terms,
        ...pattern,
        count: Number(text('count')),
      });
      this.made = codes;
      const count = this.format.number(codes.length);
      this.dispatchEvent(new CodesMadeEvent(this.texts.codes.generated(count)));
    });
  }

  async #addCompany(event: SubmitEvent): Promise<void> {
    const { form, text } = this.#read(event);
    await this.attempt(async () => {
      const { id, title } = await api.addCompany(text('title'));
      form.reset();
      this.dispatchEvent(new CodesMadeEvent(title, id));
    });
  }

  #read(event: SubmitEvent): {
    readonly form: HTMLFormElement;
    readonly text: (name: string) => string;
    readonly terms: GivenTerms & { readonly company: string };
  } {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const terms = { company: this.company ?? '', ...readTerms(form) };
    return { form, text: (name) => textOf(form, name), terms };
  }
}
