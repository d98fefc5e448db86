import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  /* The thanks are in the same place as the form: nothing below them moves. */
  .stack {
    display: grid;
  }

  .stack > * {
    grid-area: 1 / 1;
    min-width: 0;
    /* The page's own words and addresses may be longer than a phone is wide. */
    overflow-wrap: anywhere;
  }

  /* As many fields in a row as fit: one on a phone, three across a page. */
  form {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    gap: var(--promo-lead-gap, 0.6em 1em);
  }

  form[inert] {
    visibility: hidden;
  }

  form > *,
  ::slotted(*) {
    flex: 1 1 100%;
    min-width: 0;
  }

  form > :has(.field) {
    flex-basis: max(14em, 30%);
  }

  /* Two of three columns, beside the product. */
  .promo_code,
  promo-code-input {
    flex: 2 1 max(20em, 60% + 1em);
    min-width: 0;
  }

  /* Starts where the text of the other fields starts, and keeps the arrow off the frame. */
  .field > select {
    margin-inline-end: 0.7em;
    padding-inline: calc(var(--_padding) - 4px) 0;
    cursor: pointer;
  }

  /* Digits and their signs run from left to right; the text starts where others do. */
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
    min-height: 44px;
    margin: 0;
    font-weight: 400;
    text-wrap: balance;
    cursor: pointer;
  }

  [type='checkbox'] {
    flex: none;
    width: 1.6em;
    height: 1.6em;
    margin-block: -0.1em;
    accent-color: var(--_accent);
  }

  .submit {
    min-height: var(--_height);
    margin-block-start: 0.4em;
    border-radius: var(--_radius);
    background: var(--_accent);
    color: var(--promo-lead-accent-text-color, light-dark(#fff, #0b1020));
  }

  .submit:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_accent) 88%, var(--_text));
  }

  .alert {
    color: inherit;
    text-align: center;
  }

  /* A lead that waits is not an error. */
  :host(:state(failed)) .alert,
  [role='alert'] {
    color: var(--_error);
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

  /* What was typed is worth printing; a button is not. */
  @media print {
    .submit {
      visibility: hidden;
    }

    .thanks {
      outline: 0;
      break-inside: avoid;
    }
  }
`;
