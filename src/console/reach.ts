import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { Count, Overview } from '../contract/owner/overview.ts';
import { ConsolePage } from './console-page.ts';
import { styles } from './styles.ts';

/**
 * How far leads come: all of them, and by product, click source and language.
 *
 * @element console-reach
 */
export class ConsoleReach extends ConsolePage {
  static override styles: CSSResultGroup = [
    styles,
    css`
      :host {
        display: contents;
      }

      .funnel {
        display: grid;
        gap: 0.75rem;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .funnel li {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0.25rem 1rem;
      }

      .funnel svg {
        grid-column: 1 / -1;
        inline-size: 100%;
        block-size: 0.5rem;
        border-radius: 0.25rem;
        background: var(--line);
      }

      .funnel rect {
        fill: var(--good);
      }

      /* As many columns as there are to read; the first, of names, takes the rest. */
      table :is(th, td) {
        padding-inline: 0 0.5rem;
      }

      :is(th, td).text {
        min-inline-size: 6rem;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { overview: { attribute: false } };

  declare overview: Overview;

  override render(): TemplateResult {
    const { overview: texts, leads } = this.texts;
    const { products, languages, sources } = this.overview;
    return html`${this.#renderFunnel(this.overview)}
    ${this.#renderCounts(texts.products, products, (name) => name)}
    ${this.#renderCounts(leads.source, sources, (name) => name)}
    ${this.#renderCounts(texts.languages, languages, (tag) => this.format.language(tag))}`;
  }

  /** From lead to contact, by one thing that leads have: in a table, which everybody can read. */
  #renderCounts(
    heading: string,
    counts: readonly Count[],
    nameOf: (name: string) => string,
  ): TemplateResult | typeof nothing {
    if (counts.length === 0) return nothing;
    const { overview: texts } = this.texts;
    const heads = [texts.came, texts.contacts, texts.share];
    return html`<section class="card">
      <h2>${heading}</h2>
      <div class="scroll" tabindex="0" role="group" aria-label=${heading}>
        <table>
          <thead>
            <tr>
              <td></td>
              ${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${counts.map(
              ({ name, count, delivered }) =>
                html`<tr>
                  <th scope="row" class="text">${name === '' ? texts.unknown : nameOf(name)}</th>
                  <td class="number">${this.format.number(count)}</td>
                  <td class="number">${this.format.number(delivered)}</td>
                  <td class="number">${this.format.share(delivered, count)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  /** How far leads of this time came. */
  #renderFunnel({ slots, used }: Overview): TemplateResult | typeof nothing {
    const { overview: texts } = this.texts;
    const leads = slots.reduce((sum, slot) => sum + slot.leads, 0);
    if (leads === 0) return nothing;
    const contacts = slots.reduce((sum, { states }) => sum + (states.delivered ?? 0), 0);
    const step = (name: string, count: number): TemplateResult =>
      html`<li>
        <span>${name}</span>
        <strong>${this.format.number(count)}</strong>
        <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
          <rect width=${Math.min(100, (100 * count) / leads)} height="1"></rect>
        </svg>
      </li>`;
    return html`<section class="card">
      <h2>${texts.funnel}</h2>
      <ol class="funnel">
        ${step(texts.came, leads)} ${step(texts.contacts, contacts)} ${step(texts.used, used)}
      </ol>
      <p class="hint">${texts.funnelHint}</p>
    </section>`;
  }
}
