import { css, type CSSResult } from 'lit';

/** What only the page for setting up has. */
export const setUpStyles: CSSResult = css`
  .checks {
    padding: 0;
    list-style: none;
  }

  .checks li {
    display: grid;
    grid-template-columns: 7.5rem minmax(0, 1fr);
    gap: 0.25rem 1rem;
    align-items: start;
    padding-block: 0.625rem;
    border-block-start: 1px solid var(--line);
  }

  .checks .tag {
    justify-self: start;
    white-space: normal;
  }

  .advice {
    font-weight: 600;
  }

  label.check {
    display: flex;
    flex-basis: 100%;
    gap: 0.5rem;
    align-items: center;
    font-weight: 400;
  }

  .check input {
    inline-size: 1.25rem;
    min-height: 1.25rem;
    margin: 0;
  }

  .code {
    display: grid;
    gap: 0.5rem;
  }

  pre {
    margin: 0;
    padding: 0.75rem;
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    background: var(--paper);
    font-size: 0.875rem;
    /* A script tag with its digest is longer than any screen. */
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  @media (width < 30rem) {
    .checks li {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
