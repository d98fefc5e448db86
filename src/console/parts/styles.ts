import { css, type CSSResult, type CSSResultGroup } from 'lit';
import { tableStyles } from './table-styles.ts';

const pageStyles: CSSResult = css`
  :host {
    display: block;
  }

  * {
    box-sizing: border-box;
  }

  /* Large text on a small screen: a word that is wider goes on in the next line. */
  :is(h1, h2, p, label, dt, li, summary) {
    overflow-wrap: anywhere;
  }

  h1,
  h2 {
    margin: 0;
    line-height: 1.2;
    text-wrap: balance;
  }

  h1 {
    font-size: 1.5rem;
  }

  h1:focus {
    outline: none;
  }

  h2 {
    font-size: 1.0625rem;
  }

  p {
    margin: 0;
    text-wrap: pretty;
  }

  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
  }

  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }

  .page {
    display: grid;
    gap: 1.25rem;
    /* What is wide scrolls in itself. */
    grid-template-columns: minmax(0, 1fr);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    align-items: end;
    justify-content: space-between;
  }

  .card {
    display: grid;
    gap: 0.75rem;
    grid-template-columns: minmax(0, 1fr);
    padding: 1.25rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--card);
  }

  .cards {
    display: grid;
    gap: 1.25rem;
    grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
    align-items: start;
  }

  form,
  form.card {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem 1rem;
    align-items: end;
  }

  label {
    display: grid;
    gap: 0.25rem;
    /* A date with its time has room. */
    flex: 1 1 11rem;
    font-size: 0.875rem;
    font-weight: 600;
  }

  /* Two in a row on a phone. */
  [role='search'] > label {
    flex-basis: 8rem;
  }

  .bar > label {
    flex: 0 1 auto;
    min-inline-size: 0;
  }

  .hint {
    color: var(--soft);
    font-size: 0.875rem;
    font-weight: 400;
  }

  form :is(.hint, h2) {
    flex-basis: 100%;
  }

  input,
  select,
  button,
  .button {
    min-height: 2.5rem;
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: 0.5rem;
    background: var(--field);
    color: inherit;
    font: inherit;
    font-weight: 400;
  }

  input,
  select {
    inline-size: 100%;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    inline-size: fit-content;
    max-inline-size: 100%;
    font-weight: 600;
    text-decoration: none;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  button:hover,
  .button:hover {
    border-color: currentColor;
  }

  button:disabled {
    opacity: 0.6;
    cursor: default;
  }

  .main {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }

  .danger {
    border-color: var(--danger);
    color: var(--danger);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  td > .actions {
    flex-wrap: nowrap;
    gap: 0.25rem;
  }

  .text {
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
  }

  dl {
    display: grid;
    grid-template-columns: fit-content(40%) minmax(0, 1fr);
    gap: 0.5rem 1rem;
    margin: 0;
  }

  dt {
    color: var(--soft);
  }

  dd {
    margin: 0;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
  }

  .tag {
    display: inline-block;
    padding: 0.0625rem 0.5rem;
    border: 1px solid currentColor;
    border-radius: 1rem;
    color: var(--soft);
    font-size: 0.8125rem;
    white-space: nowrap;
  }

  dd .tag {
    white-space: normal;
  }

  .tag.good {
    color: var(--good);
  }

  .tag.bad {
    color: var(--danger);
  }

  .failure {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
    align-items: center;
    padding: 0.75rem 1rem;
    border-inline-start: 4px solid var(--danger);
    background: var(--card);
  }

  dialog {
    max-inline-size: min(32rem, calc(100vw - 2rem));
    padding: 1.5rem;
    border: 1px solid var(--line);
    border-radius: 0.75rem;
    background: var(--card);
    color: inherit;
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }

  dialog > form {
    display: grid;
    gap: 1rem;
  }

  summary {
    cursor: pointer;
  }

  ul {
    display: grid;
    gap: 0.375rem;
    margin: 0;
    padding-inline-start: 1.25rem;
  }
`;

/** The look of every page; the colours are the document's (`console.css`). */
export const styles: CSSResultGroup = [pageStyles, tableStyles];

/** The same for an element without a box: its parts are laid out by the page around it. */
export const boxlessStyles: CSSResultGroup = [
  styles,
  css`
    :host {
      display: contents;
    }
  `,
];
