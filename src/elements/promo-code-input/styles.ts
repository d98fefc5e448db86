import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .field > input {
    padding-inline-end: 0.5em;
    letter-spacing: 0.04em;
  }

  ::placeholder {
    letter-spacing: 0;
  }

  button {
    margin: 3px;
    border-radius: calc(var(--_radius) - 4px);
    background: color-mix(in srgb, var(--_accent) 12%, transparent);
    color: var(--_accent);
  }

  button:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_accent) 20%, transparent);
  }

  button.remove {
    background: none;
    color: var(--_muted);
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
    --_tone: var(--_valid);
  }

  /* No answer says nothing against the code: that field keeps its frame. */
  .invalid,
  p.error {
    --_tone: var(--_error);
  }

  p:is(.valid, .redeemed)::before {
    content: '\\2713  ' / '';
  }
`;
