import { css, type CSSResult, html, type TemplateResult } from 'lit';

/** Checkboxes in front of rows, as {@link renderChoice} makes them. */
export const choiceStyles: CSSResult = css`
  .choice {
    display: grid;
    padding: 0.25rem;
    margin: -0.25rem;
  }

  .choice input {
    inline-size: 1.25rem;
    min-height: 1.25rem;
    margin: 0;
  }

  /* The boxes take the room of their column from the others. */
  :is(th, td) {
    padding-inline: 0.5rem;
  }

  /* Not below what stays in sight above the rows. */
  :is(thead, tbody) :is(input, button) {
    scroll-margin-block-start: 8rem;
  }
`;

export interface Choice {
  /** The label of the checkbox. */
  readonly name: string;
  readonly isChosen: boolean;
  /** Whether some of the rows are selected, and others not. */
  readonly isPartly?: boolean;
  readonly choose: (isChosen: boolean) => void;
}

/** A cell with a checkbox that selects a row, or all of them. */
export function renderChoice({ name, isChosen, isPartly = false, choose }: Choice): TemplateResult {
  return html`<td>
    <label class="choice">
      <input
        type="checkbox"
        aria-label=${name}
        .checked=${isChosen}
        .indeterminate=${isPartly}
        @change=${(event: Event) => choose((event.target as HTMLInputElement).checked)}
      />
    </label>
  </td>`;
}
