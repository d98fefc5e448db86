import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  /* If large text leaves no room for the code, the button moves below it. */
  .field {
    flex-wrap: wrap;
  }

  .field > input {
    min-width: min(100%, 6em);
    padding-inline-end: 0.5em;
    letter-spacing: 0.04em;
  }

  ::placeholder {
    letter-spacing: 0;
  }

  /* As wide as the widest of its texts, and never narrower than a word. */
  button {
    position: relative;
    min-width: min-content;
    max-width: 50%;
    overflow-wrap: normal;
    min-height: 44px;
    margin: 1px;
    margin-inline-start: auto;
    /* Two lines are as high as the field. */
    padding-block: 0;
    border-radius: calc(var(--_radius) - 2px);
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
    color: var(--_accent);
    font-size: 0.9375em;
    line-height: 1.1;
  }

  button::after {
    display: block;
    height: 0;
    overflow: hidden;
    white-space: pre-line;
  }

  button:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_accent) 20%, transparent);
  }

  button.remove {
    background: none;
    color: var(--_muted);
  }

  /* The ring turns instead of the text, which keeps its width. */
  button.checking {
    color: transparent;
  }

  button.checking::before {
    position: absolute;
    inset: 0;
    margin: auto;
    color: var(--_accent);
  }

  /* The text is visible there, as no colour is transparent. */
  @media (forced-colors: active) {
    button.checking::before {
      content: none;
    }
  }

  .valid,
  .redeemed {
    --_tone: var(--_valid);
    --_mark: '\\2713';
    --_indent: 1.6em;
  }
`;
