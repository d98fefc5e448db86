import { type CSSResultGroup, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { OwnerSetup } from '../../contract/owner/setup.ts';
import { npmSnippet, scriptSnippet, type SnippetOptions } from '../../contract/owner/snippet.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { textOf } from '../parts/form-text.ts';
import { styles } from '../parts/styles.ts';
import { setUpStyles } from './set-up-styles.ts';

/**
 * What to paste into a landing page, for each product.
 *
 * @element console-snippet
 */
export class ConsoleSnippet extends ConsolePage {
  static override styles: CSSResultGroup = [styles, setUpStyles];
  static override properties: PropertyDeclarations = {
    setup: { attribute: false },
    endpoint: { state: true },
    product: { state: true },
    promo: { state: true },
  };

  declare setup: OwnerSetup;
  declare endpoint: string;
  declare product: string | undefined;
  declare promo: boolean;

  constructor() {
    super();
    // As the owner reaches the server; the pages are at `/console/` of it.
    this.endpoint = new URL('..', location.href).href.replace(/\/$/, '');
    this.promo = true;
  }

  override render(): TemplateResult {
    const { setUp: texts } = this.texts;
    const { products, widget } = this.setup;
    const options: SnippetOptions = {
      endpoint: this.endpoint,
      product: this.product ?? products[0]?.slug ?? '',
      promo: this.promo,
      widget: widget ?? undefined,
    };
    return html`<section class="card" aria-labelledby="heading">
      <h2 id="heading">${texts.snippet}</h2>
      <p class="hint">${texts.snippetHint}</p>
      <form @submit=${(event: Event) => event.preventDefault()} @input=${this.#onInput}>
        <label>
          ${texts.product}
          <select name="product">
            ${products.map(({ slug, title }) => html`<option value=${slug}>${title}</option>`)}
          </select>
        </label>
        <label>
          ${texts.address}
          <input
            name="endpoint"
            type="url"
            .defaultValue=${this.endpoint}
            aria-describedby="address-hint"
          />
        </label>
        <p class="hint" id="address-hint">${texts.addressHint}</p>
        <label class="check"> <input name="promo" type="checkbox" checked /> ${texts.promo} </label>
      </form>
      ${this.#renderCode(texts.script, scriptSnippet(options))}
      <details>
        <summary>${texts.npm}</summary>
        <p class="hint">${texts.npmHint}</p>
        ${this.#renderCode(texts.npm, npmSnippet(options))}
      </details>
    </section>`;
  }

  #renderCode(name: string, code: string): TemplateResult {
    const { setUp: texts } = this.texts;
    return html`<div class="code">
      <pre tabindex="0" role="group" aria-label=${name}><code>${code}</code></pre>
      <button
        type="button"
        aria-label="${texts.copy}: ${name}"
        @click=${(event: Event) => void this.#copy(code, event.currentTarget as HTMLElement)}
      >
        ${texts.copy}
      </button>
    </div>`;
  }

  #onInput(event: Event): void {
    const form = event.currentTarget as HTMLFormElement;
    this.product = textOf(form, 'product');
    this.endpoint = textOf(form, 'endpoint').replace(/\/$/, '');
    this.promo = textOf(form, 'promo') !== '';
  }

  /** A page over plain HTTP has no clipboard, nor has one whose user denied it. */
  async #copy(code: string, button: HTMLElement): Promise<void> {
    const { setUp: texts } = this.texts;
    try {
      await navigator.clipboard.writeText(code);
      this.note(texts.copied);
    } catch {
      const shown = button.parentElement?.querySelector('code');
      if (shown) getSelection()?.selectAllChildren(shown);
      this.note(texts.copyByHand);
    }
  }
}
