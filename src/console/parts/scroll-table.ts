import { html, nothing, type TemplateResult } from 'lit';

export interface ScrollTable {
  /** What the table shows, for people who cannot see its surroundings. */
  readonly label: string;
  readonly heads: readonly string[];
  readonly rows: readonly TemplateResult[];
  /** A cell before the heads. */
  readonly first?: TemplateResult | undefined;
  /** Whether the columns of the heads have numbers. */
  readonly hasNumbers?: boolean;
  /** Whether the label is visible too. */
  readonly hasCaption?: boolean;
  /** Whether it is its own card, and not inside one. */
  readonly isCard?: boolean;
  /** Whether each row ends with a cell of buttons. */
  readonly hasActions?: boolean;
}

/** A table that scrolls on its own if it is wider than the page, also by keyboard. */
export function renderTable({
  label,
  heads,
  rows,
  first,
  hasNumbers = false,
  hasCaption = false,
  isCard = false,
  hasActions = false,
}: ScrollTable): TemplateResult {
  return html`<div
    class=${isCard ? 'card scroll' : 'scroll'}
    tabindex="0"
    role="group"
    aria-label=${label}
  >
    <table>
      ${
        hasCaption
          ? html`<caption>
              ${label}
            </caption>`
          : nothing
      }
      <thead>
        <tr>
          ${first ?? nothing}
          ${heads.map(
            (head) => html`<th scope="col" class=${hasNumbers ? 'number' : nothing}>${head}</th>`,
          )}
          ${hasActions ? html`<td></td>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
