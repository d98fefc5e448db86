import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type TemplateResult,
} from 'lit';
import type { Count, Overview } from '../../contract/owner/overview.ts';
import { ConsolePage } from '../parts/console-page.ts';
import { renderTable } from '../parts/scroll-table.ts';
import { boxlessStyles } from '../parts/styles.ts';
import { keptNote } from './kept-note.ts';

/**
 * How far visitors came, by product, click source and language.
 *
 * @element console-reach
 */
export class ConsoleReach extends ConsolePage {
  static override styles: CSSResultGroup = [
    boxlessStyles,
    css`
      .tables {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr));
        gap: 1.25rem;
        align-items: start;
      }

      /* As many columns as there are to read; the first, of names, takes the rest. */
      table :is(th, td) {
        padding-inline: 0 0.5rem;
      }

      :is(th, td).text {
        min-inline-size: 8rem;
      }

      thead th {
        white-space: normal;
        vertical-align: bottom;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { overview: { attribute: false } };

  declare overview: Overview;

  override render(): TemplateResult | typeof nothing {
    const { overview: texts, leads } = this.texts;
    const { products, languages, sources } = this.overview;
    if (products.length === 0) return nothing;
    return html`${keptNote(this.overview, this.format, texts.countedOfKept)}
      <div class="tables">
        ${this.#renderCounts(texts.products, products, (name) => name)}
        ${this.#renderCounts(leads.source, sources, (name) => name)}
        ${this.#renderCounts(texts.languages, languages, (tag) => this.format.language(tag))}
      </div>`;
  }

  /** From form to contact, by one property, as a table, which everybody can read. */
  #renderCounts(
    heading: string,
    counts: readonly Count[],
    nameOf: (name: string) => string,
  ): TemplateResult | typeof nothing {
    if (counts.length === 0) return nothing;
    const { overview: texts } = this.texts;
    // If no form was ever counted, a column of zeros says nothing.
    const hasViews = this.overview.views.since !== null;
    const ofForms = hasViews ? [texts.shown, texts.started] : [];
    const heads = ofForms.concat(texts.came, texts.contacts, texts.share);
    const rows = counts.map(
      ({ name, shown, started, count, delivered }) =>
        html`<tr>
          <th scope="row" class="text">${name === '' ? texts.unknown : nameOf(name)}</th>
          ${[...(hasViews ? [shown, started] : []), count, delivered].map(
            (number) => html`<td class="number">${this.format.number(number)}</td>`,
          )}
          <td class="number">${this.format.share(delivered, count)}</td>
        </tr>`,
    );
    return html`<section class="card">
      <h2>${heading}</h2>
      ${renderTable({ label: heading, heads, rows, first: html`<td></td>`, hasNumbers: true })}
    </section>`;
  }
}
