import { css, type CSSResult } from 'lit';

/**
 * The look that both elements share: a field, its label, its message, a button.
 *
 * Colours follow the page's `color-scheme`: a page that does not say it can be dark is light, and
 * so are its fields. What stands outside of a field has the colour of the page's own text, for a
 * section of the page may be dark. Sizes are in `em` of the page's own text. Nothing moves when a
 * text comes: what may take the place of a text stands beside it unseen, in `data-room`, and keeps
 * its room. `--_tone` colours a message and its field, `--_mark` stands before the message.
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
    display: block;
    color: var(--promo-lead-text-color, inherit);
    line-height: 1.4;
    text-align: start;
    text-indent: 0;
    container-type: inline-size;
    /*
     * What a container holds gives it no width: a centred column would make it a few pixels. A grid
     * or a flex box takes it for the least width too, so it has to fit on a phone, in the page's
     * paddings.
     */
    contain-intrinsic-inline-size: min(20em, 70vw);
    max-inline-size: 100%;
  }

  :host([hidden]) {
    display: none;
  }

  * {
    box-sizing: border-box;
  }

  /* By its first letter: 10-SPRING would read SPRING-10 there, and English begin with its stop. */
  :host(:dir(rtl)) :is(p, p > *, input) {
    unicode-bidi: plaintext;
  }

  :host(:dir(rtl)) input {
    text-align: right;
  }

  /* Its words are kept whole. */
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

  /* What says that it is at work is there to be read. */
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

  /* The mark, and as much again: the longest text need not be the one with the most lines. */
  .message::after {
    padding-inline: 1.6em;
  }

  /* Not by colour alone. */
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

  /* No answer says nothing against a code: that field keeps its frame. */
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
    button[part] {
      border-color: ButtonBorder;
      color: ButtonText;
    }
    :is(input, button):is(:disabled, [aria-disabled='true']:not(.checking)) {
      color: GrayText;
      opacity: 1;
    }
    /* The ground of a mark is the page's there, as its own colour would be. */
    .message > ::before {
      color: CanvasText;
    }
    /* Nothing is transparent there, and a whole ring does not seem to turn. */
    button.checking::before {
      border-inline-start-color: ButtonFace;
    }
  }
`;
