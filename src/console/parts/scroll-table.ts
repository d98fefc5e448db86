import { html, nothing, type TemplateResult } from 'lit';

export interface ScrollTable {
  /** What it is a table of, for who does not see what stands around it. */
  readonly label: string;
  readonly heads: readonly string[];
  readonly rows: readonly TemplateResult[];
  /** A cell before the heads. */
  readonly first?: TemplateResult | undefined;
  /** Whether it is a card by itself, and does not stand in one. */
  readonly isCard?: boolean;
  /** Whether each row ends with a cell of buttons. */
  readonly hasActions?: boolean;
}

/** A table that scrolls by itself where it is wider than the page, by keyboard too. */
export function renderTable({
  label,
  heads,
  rows,
  first,
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
      <thead>
        <tr>
          ${first ?? nothing} ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          ${hasActions ? html`<td></td>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
