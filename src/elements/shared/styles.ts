import { css, type CSSResult } from 'lit';

/**
 * The styles that both elements share: a field, its label, its message, a button.
 *
 * Colours follow the page's `color-scheme`: a page that does not declare a dark one is light, and
 * so are its fields. Outside of a field, texts have the colour of the page's own text, because a
 * section of the page may be dark. Sizes are in `em` of the page's own text. Nothing moves when a
 * text appears: the longest text for its place is there too, invisible, in `data-room`, and
 * reserves the space. `--_tone` colours a message and its field, `--_mark` is shown before the
 * message.
 */
export const controls: CSSResult = css`
  :host {
    --_accent: var(--promo-lead-accent-color, light-dark(#2f5bea, #8fb0ff));
    --_text: var(--promo-lead-text-color, CanvasText);
    --_muted: var(--promo-lead-muted-color, color-mix(in srgb, currentColor 82%, transparent));
    --_field: var(--promo-lead-field-color, Canvas);
    --_valid: var(--promo-lead-valid-color, light-dark(#0f7a3d, #5fd08d));
    --_error: var(--promo-lead-error-color, light-dark(#c02626, #ff9a93));
    --_radius: var(--promo-lead-radius, 10px);
    --_height: var(--promo-lead-field-height, 48px);
    --_padding: var(--promo-lead-field-padding, 0.9em);
    --_ring: var(--promo-lead-focus-ring, 2px solid var(--_accent));
    display: flow-root;
    color: var(--promo-lead-text-color, inherit);
    line-height: 1.4;
    text-align: start;
    text-indent: 0;
    /*
     * No width comes from the content, so no text that appears makes the element wider. In a
     * centred column it would be a few pixels wide, if it had no width of its own. A grid or a flex
     * box uses this as the minimum width too, so it has to fit on a phone, inside the page's
     * paddings.
     */
    contain-intrinsic-inline-size: min(20em, 70vw);
    contain: inline-size;
    max-inline-size: 100%;
  }

  :host([hidden]) {
    display: none;
  }

  * {
    box-sizing: border-box;
  }

  /* By the first letter: else 10-SPRING would read SPRING-10, and English start with its stop. */
  :host(:dir(rtl)) :is(p, p > *, input) {
    unicode-bidi: plaintext;
  }

  :host(:dir(rtl)) input {
    text-align: right;
  }

  /* Korean breaks lines between words only. */
  :lang(ko) {
    word-break: keep-all;
  }

  label {
    display: block;
    margin-block-end: 0.4em;
    font-weight: 600;
    font-size: 0.875em;
  }

  .optional {
    color: var(--_muted);
    font-weight: 400;
  }

  input,
  select,
  button {
    margin: 0;
    border: 0;
    border-radius: inherit;
    background: none;
    font: inherit;
    color: inherit;
  }

  .field {
    --_muted: var(--promo-lead-muted-color, color-mix(in srgb, var(--_text) 68%, transparent));
    display: flex;
    position: relative;
    min-height: var(--_height);
    border: var(--promo-lead-border-width, 1px) solid
      var(
        --_tone,
        var(--promo-lead-border-color, color-mix(in srgb, var(--_text) 46%, transparent))
      );
    border-radius: var(--_radius);
    background: var(--_field);
    color: var(--_text);
  }

  .field:focus-within {
    outline: var(--_ring);
    outline-offset: -1px;
  }

  .field > :is(input, select) {
    flex: 1;
    min-width: 0;
    padding: 0 var(--_padding);
    outline: 0;
    /* Under 16px, iOS zooms the page in on focus. */
    font-size: max(16px, 1em);
  }

  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  button {
    padding: 0.4em 1.1em;
    border: 1px solid transparent;
    font-weight: 600;
    cursor: pointer;
  }

  :focus-visible {
    outline: var(--_ring);
    outline-offset: 2px;
  }

  /* Not a busy button: its text has to be readable. */
  :disabled,
  [aria-disabled='true']:not(.checking) {
    cursor: default;
    opacity: 0.6;
  }

  .message {
    display: grid;
    min-height: 1.4em;
    margin: 0.35em 0 0;
    font-size: 0.875em;
    color: var(--_tone, var(--_muted));
  }

  .message > *,
  .message::after {
    grid-area: 1 / 1;
    position: relative;
    text-wrap: balance;
  }

  [data-room]::after {
    content: attr(data-room);
    visibility: hidden;
  }

  /* The mark's width on both sides: the longest text may not be the one with the most lines. */
  .message::after {
    padding-inline: 1.6em;
  }

  /* Not only by colour. */
  .message > * {
    padding-inline-start: var(--_indent);
  }

  .message > ::before {
    content: var(--_mark) / '';
    position: absolute;
    inset-inline-start: 0;
    width: 1.3em;
    margin-block: 0.25em;
    border-radius: 50%;
    background: var(--_tone);
    color: Canvas;
    font: 700 0.8em/1.3 system-ui;
    text-align: center;
  }

  /* A missing answer is not a refusal of the code: that field keeps its frame. */
  .invalid,
  p.error,
  form > :has([aria-invalid='true']) {
    --_tone: var(--_error);
    --_mark: '!';
    --_indent: 1.6em;
  }

  button.checking::before {
    content: '';
    display: inline-block;
    width: 0.9em;
    height: 0.9em;
    margin-inline-end: 0.5em;
    border: 2px solid;
    border-inline-start-color: transparent;
    border-radius: 50%;
    vertical-align: -0.15em;
    animation: turn 0.8s linear infinite;
  }

  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    ::before {
      animation: none !important;
    }
  }

  @media (forced-colors: active) {
    /* Twice, to count for more: Firefox keeps a text transparent if a rule says so. */
    button[part][part] {
      border-color: ButtonBorder;
      color: ButtonText;
    }
    :is(input, button):is(:disabled, [aria-disabled='true']:not(.checking)) {
      color: GrayText;
      opacity: 1;
    }
    /* There, a mark's background is the page's, as its own colour would be. */
    .message > ::before {
      color: CanvasText;
    }
    /* Nothing is transparent there, and a full ring would not seem to turn. */
    button.checking::before {
      border-inline-start-color: ButtonFace;
    }
  }
`;
