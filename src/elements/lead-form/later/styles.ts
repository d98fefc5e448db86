/** Marks the text for the build, as Lit's `css` does, without Lit. */
const css: typeof String.raw = String.raw;

const text: string = css`
  .thanks {
    align-self: center;
    border-radius: var(--_radius);
    text-align: center;
    text-wrap: balance;
  }

  h2 {
    margin: 0;
    font-size: 1.5em;
  }

  h2::before {
    content: '\2713';
    content: '\2713' / '';
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

const sheets = new WeakMap<Document, CSSStyleSheet>();

/**
 * Adds the styles of the thanks. A form that was moved to another document has lost its style
 * sheets (CSSOM), and cannot use those of the first document.
 */
export function adoptLaterStyles(root: ShadowRoot): void {
  const page = root.ownerDocument;
  // A form in the page's markup may be named `defaultView`.
  const view = page === document ? window : page.defaultView;
  // A document without a window shows nothing, and accepts no style sheet.
  if (!view) return;
  const sheet = sheets.get(page) ?? createSheet(view);
  sheets.set(page, sheet);
  if (root.adoptedStyleSheets.includes(sheet)) return;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

function createSheet(view: Window & typeof globalThis): CSSStyleSheet {
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
