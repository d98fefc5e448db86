import { css, type CSSResult } from 'lit';

/** Tables, which scroll in themselves. */
export const tableStyles: CSSResult = css`
  .scroll {
    overflow-x: auto;
  }

  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.9375rem;
  }

  caption {
    padding-block-end: 0.5rem;
    color: var(--soft);
    text-align: start;
  }

  th,
  td {
    padding: 0.5rem 0.75rem;
    border-block-end: 1px solid var(--line);
    text-align: start;
    vertical-align: baseline;
  }

  th {
    color: var(--soft);
    font-size: 0.8125rem;
    font-weight: 600;
    white-space: nowrap;
  }

  tbody th {
    color: inherit;
    font-size: inherit;
  }

  :is(th, td, dd).number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }

  td {
    white-space: nowrap;
  }

  /* What strangers typed: a word without end makes no column narrow, and marks that are piled up
     stay in their row. */
  :is(th, td).text {
    min-inline-size: 9rem;
    max-inline-size: 20rem;
    overflow: hidden;
    white-space: normal;
  }
`;
