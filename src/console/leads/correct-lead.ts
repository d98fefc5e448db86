import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { CorrectLead } from '../../contract/owner/correct-lead.ts';
import { type CorrectableField, correctableNames } from '../../contract/owner/correctable-names.ts';
import type { OwnerLead } from '../../contract/owner/leads.ts';
import type { OwnerSetup } from '../../contract/owner/setup.ts';
import { normalisePhone } from '../../contract/phone.ts';
import { api } from '../parts/api.ts';
import { ConsoleDialog } from '../parts/console-dialog.ts';
import { textOf } from '../parts/form-text.ts';
import { boxlessStyles } from '../parts/styles.ts';

type Shown = Pick<OwnerLead, 'ref' | CorrectableField>;

/** A lead was corrected, and is on its way again. */
class LeadCorrectedEvent extends Event {
  constructor() {
    super('console-lead-corrected', { bubbles: true });
  }
}

/**
 * What is sent of a lead, to be corrected in a dialog.
 *
 * @element console-correct-lead
 */
export class ConsoleCorrectLead extends ConsoleDialog<Shown> {
  static override styles: CSSResultGroup = [
    boxlessStyles,
    css`
      .field {
        display: grid;
        gap: 0.25rem;
      }

      .error {
        color: var(--danger);
        font-size: 0.875rem;
      }

      [aria-invalid='true'] {
        border-color: var(--danger);
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    products: { state: true },
    isUnchanged: { state: true },
  };

  declare products: OwnerSetup['products'];
  declare isUnchanged: boolean;

  constructor() {
    super();
    this.products = [];
    this.isUnchanged = false;
  }

  protected override get describedBy(): string {
    return 'hint';
  }

  protected override renderForm(lead: Shown): TemplateResult {
    const { correct } = this.texts;
    return html`<form novalidate @submit=${this.#onSubmit}>
      <h2 id="title">${correct.title}</h2>
      <p id="hint" class="hint">${correct.hint}</p>
      ${correctableNames.map((name) => this.#renderField(name, lead))} ${this.#renderProblem()}
      ${this.renderActions(correct.submit)}
    </form>`;
  }

  /** What is wrong, if no field says it. */
  #renderProblem(): TemplateResult | typeof nothing {
    if (this.failure?.errors.length) return nothing;
    if (!this.isUnchanged) return this.renderFailure();
    return html`<p class="failure" role="alert">${this.texts.correct.unchanged}</p>`;
  }

  #renderField(name: CorrectableField, lead: Shown): TemplateResult {
    const error = this.#errorOf(name);
    return html`<div class="field">
      <label>
        ${this.texts.correct.fields[name]}
        ${
          name === 'product'
            ? this.#renderProducts(lead, error)
            : this.#renderInput(name, lead, error)
        }
      </label>
      ${error === undefined ? nothing : html`<p id="${name}-error" class="error">${error}</p>`}
    </div>`;
  }

  #renderInput(name: CorrectableField, lead: Shown, error: string | undefined): TemplateResult {
    return html`<input
      name=${name}
      type=${name === 'phone' ? 'tel' : 'text'}
      autocomplete="off"
      .defaultValue=${lead[name]}
      aria-invalid=${error === undefined ? nothing : 'true'}
      aria-describedby=${error === undefined ? nothing : `${name}-error`}
    />`;
  }

  /** With the lead's own, which may no longer be offered. */
  #renderProducts({ product }: Shown, error: string | undefined): TemplateResult {
    const isOffered = this.products.some(({ slug }) => slug === product);
    const own = isOffered ? [] : [{ slug: product, title: product }];
    return html`<select
      name="product"
      aria-invalid=${error === undefined ? nothing : 'true'}
      aria-describedby=${error === undefined ? nothing : 'product-error'}
    >
      ${[...own, ...this.products].map(
        ({ slug, title }) =>
          html`<option value=${slug} ?selected=${slug === product}>${title}</option>`,
      )}
    </select>`;
  }

  #errorOf(name: CorrectableField): string | undefined {
    const { errors, phone } = this.texts.correct;
    const code = this.failure?.errors.find(({ field }) => field === name)?.code;
    if (code === undefined) return undefined;
    return name === 'phone' && code !== 'required' ? phone : errors[code];
  }

  override async open(lead: Shown): Promise<boolean> {
    this.isUnchanged = false;
    // Without them the product stays as it is.
    const products = api.setup().then(
      (setup) => setup.products,
      () => [],
    );
    const isOpened = await super.open(lead);
    this.products = await products;
    return isOpened;
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { subject: lead } = this;
    if (!lead || this.isBusy) return;
    const change = changesOf(lead, event.currentTarget as HTMLFormElement);
    this.failure = undefined;
    this.isUnchanged = Object.keys(change).length === 0;
    if (this.isUnchanged) return;
    const isDone = await this.attempt(() => api.correctLead(lead.ref, change));
    if (isDone) {
      this.close();
      this.dispatchEvent(new LeadCorrectedEvent());
      return;
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}

/** Unchanged fields are not sent. */
function changesOf(lead: Shown, form: HTMLFormElement): CorrectLead {
  const given = correctableNames.map((name) => [name, textOf(form, name)] as const);
  return Object.fromEntries(
    given.filter(([name, text]) => !isUnchangedText(name, text, lead[name])),
  );
}

/** A phone is the same however its digits are grouped. */
function isUnchangedText(name: CorrectableField, text: string, shown: string): boolean {
  return text === shown || (name === 'phone' && normalisePhone(text) === normalisePhone(shown));
}
