import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .field {
    padding: 3px;
  }

  .field input {
    min-height: 44px;
    padding-inline: calc(0.9em - 3px) 0.5em;
    border-radius: 0;
    font-weight: 500;
    letter-spacing: 0.04em;
  }

  ::placeholder {
    font-weight: 400;
    letter-spacing: 0;
  }

  button {
    flex: none;
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
    color: var(--_accent);
  }

  button:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_accent) 20%, transparent);
  }

  /* Two lines on a phone, where most verdicts need them. */
  .message {
    min-height: 2.8em;
  }

  @container (min-width: 34em) {
    .message {
      min-height: 1.4em;
    }
  }

  .valid,
  .redeemed {
    color: var(--_valid);
  }

  .invalid,
  .error {
    color: var(--_error);
  }

  .valid::before,
  .redeemed::before {
    content: '✓ ';
    content: '✓ ' / '';
  }

  .invalid::before,
  .error::before {
    content: '! ';
    content: '! ' / '';
    font-weight: 700;
  }

  :host(:state(valid)) .field,
  :host(:state(redeemed)) .field {
    border-color: var(--_valid);
  }

  :host(:state(invalid)) .field {
    border-color: var(--_error);
  }
`;
