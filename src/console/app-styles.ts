import { css, type CSSResultGroup } from 'lit';
import { styles } from './parts/styles.ts';

export const appStyles: CSSResultGroup = [
  styles,
  css`
    header {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem 1.5rem;
      align-items: center;
      padding: 0.75rem max(1rem, (100vw - 72rem) / 2);
      border-block-end: 1px solid var(--line);
      background: var(--card);
    }

    nav {
      display: flex;
      flex-wrap: wrap;
      gap: 0.25rem 1rem;
      margin-inline-end: auto;
    }

    nav a {
      padding: 0.5rem 0.25rem;
      border-block-end: 3px solid transparent;
      color: inherit;
      text-decoration: none;
    }

    nav a[aria-current] {
      border-color: var(--accent);
      font-weight: 600;
    }

    header label {
      display: flex;
      flex: none;
    }

    main {
      padding: 1.5rem max(1rem, (100vw - 72rem) / 2) 4rem;
    }

    main.narrow {
      max-inline-size: 34rem;
      margin-inline: auto;
      padding-inline: 1rem;
    }

    .skip {
      position: absolute;
      inset-block-start: -4rem;
    }

    .skip:focus {
      inset-block-start: 0.5rem;
    }

    /* Nobody reads what waits behind it. */
    dialog {
      inline-size: min(32rem, calc(100vw - 2rem));
      padding: 0;
      border: 0;
      background: none;
    }

    /* Older browsers know no property of the page here. */
    dialog::backdrop {
      background: var(--paper, canvas);
    }

    .note {
      position: fixed;
      inset-block-end: 1rem;
      inset-inline: 1rem;
      max-inline-size: 32rem;
      margin-inline: auto;
      padding: 0.75rem 1rem;
      border-radius: 0.5rem;
      background: var(--ink);
      color: var(--paper);
    }

    .note:empty {
      display: none;
    }
  `,
];
