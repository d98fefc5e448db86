import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  /* The thanks stand where the form stood: nothing below them moves. */
  .stack {
    display: grid;
  }

  .stack > * {
    grid-area: 1 / 1;
    min-width: 0;
  }

  form {
    display: grid;
    align-content: start;
    column-gap: 1em;
    row-gap: 1.1em;
  }

  form[inert] {
    visibility: hidden;
  }

  form > *,
  promo-code-input,
  ::slotted(*) {
    grid-column: 1 / -1;
    min-width: 0;
  }

  @container (min-width: 30em) {
    form {
      grid-template-columns: 1fr 1fr;
    }
    .first_name,
    .last_name {
      grid-column: auto;
    }
  }

  .wrong,
  .alert {
    --_tone: var(--_error);
  }

  /* Where the text of the other fields begins, and the arrow off the frame. */
  .field select {
    margin-inline-end: 0.7em;
    padding-inline: calc(0.9em - 4px) 0;
    cursor: pointer;
  }

  /* Digits and their signs run from left to right; the field begins where the others do. */
  :host(:dir(rtl)) [type='tel'] {
    direction: ltr;
  }

  option {
    background: var(--_field);
  }

  .consent label {
    display: flex;
    gap: 0.7em;
    align-items: start;
    margin: 0;
    padding-block: 0.5em 0.2em;
    font-weight: 400;
    cursor: pointer;
  }

  [type='checkbox'] {
    flex: none;
    width: 1.4em;
    height: 1.4em;
    accent-color: var(--_accent);
  }

  .submit {
    min-height: var(--_height);
    border-radius: var(--_radius);
    background: var(--_accent);
    color: var(--promo-lead-accent-text-color, light-dark(#fff, #0b1020));
    font-size: 1.05em;
  }

  .submit:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }

  .alert {
    min-height: 2.8em;
    text-align: center;
  }

  /* A lead that waits is no error. */
  :host(:state(queued)) .alert,
  .alert [role='status'] {
    color: var(--_text);
  }

  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .thanks {
    align-self: center;
    padding: 1em;
    text-align: center;
  }

  h2 {
    margin: 0;
    font-size: 1.5em;
  }

  h2::before {
    content: '\\2713';
    content: '\\2713' / '';
    display: block;
    width: 2em;
    height: 2em;
    margin: 0 auto 0.4em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--_valid) 14%, transparent);
    color: var(--_valid);
    line-height: 2;
  }

  .thanks p {
    margin: 0.5em 0 0;
  }

  .thanks small {
    color: var(--_muted);
  }
`;
