/** An element of a page. */
export interface Markup {
  readonly tag: string;
  /** `true` for one without a value. */
  readonly attributes?: Readonly<Record<string, string | true>>;
  /** Texts and elements within. */
  readonly content?: readonly (Markup | string)[];
}

/** The longest line. */
const columnsMax = 90;
/** Elements without an end tag (HTML, 13.1.2), of those written here. */
const voids: ReadonlySet<string> = new Set(['input']);

/** If the content is only elements, each has its own line; with a text, all are on one line. */
export function writeMarkup(markup: Markup): string {
  const { tag, content = [] } = markup;
  const inline = startTag(markup);
  const start = inline.length > columnsMax ? startTag(markup, '\n') : inline;
  if (voids.has(tag)) return start.replace(/\n?>$/, ' />');
  const isText = content.some((one) => typeof one === 'string');
  const inside = content.map((one) =>
    typeof one === 'string' ? escapeText(one) : writeMarkup(one),
  );
  const lines = inside.map((text) => `\n${text}`.replaceAll('\n', '\n  '));
  const body = isText ? inside.join('') : `${lines.join('')}${lines.length > 0 ? '\n' : ''}`;
  return `${start}${body}</${tag}>`;
}

/** On one line, or with a line for each attribute. */
export function startTag({ tag, attributes = {} }: Markup, between: ' ' | '\n' = ' '): string {
  const written = Object.entries(attributes).map(([name, value]) =>
    value === true ? name : `${name}="${escapeAttribute(value)}"`,
  );
  return between === ' '
    ? `<${[tag, ...written].join(' ')}>`
    : `<${[tag, ...written].join('\n  ')}\n>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
