/** What a postback can report of a lead: never who it is. */
export const macros = [
  'click_id',
  'ref',
  'status',
  'product',
  'contact_id',
  'promo_code',
  'time',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
] as const;
export type Macro = (typeof macros)[number];
export type MacroValues = Readonly<Record<Macro, string>>;

/** A tracker's URL with macros in braces. */
export interface PostbackTemplate {
  /** Scheme, host and port: the part that may be shown. */
  readonly origin: string;
  has(macro: Macro): boolean;
  /**
   * The URL with these values, each percent-encoded; undefined if one cannot stand in the path,
   * such as `..`.
   */
  urlOf(values: MacroValues): string | undefined;
}

/** Why a text is not a template; `name` for an unknown macro. */
export type TemplateFault =
  | { readonly fault: 'not_http' | 'credentials' | 'fragment' | 'host' | 'brace' | 'no_macro' }
  | { readonly fault: 'unknown_macro'; readonly name: string };

const originPattern = /^https?:\/\/[^/?#\\]+/i;
const macroPattern = /\{([^{}]*)\}/g;
const known: ReadonlySet<string> = new Set(macros);

/** Reads `https://tracker.example/postback?subid={click_id}`. */
export function readTemplate(text: string): PostbackTemplate | TemplateFault {
  const [origin = ''] = originPattern.exec(text) ?? [];
  const rest = text.slice(origin.length);
  if (/[{}]/.test(origin)) return { fault: 'host' };
  const url = URL.parse(fill(text, () => 'x'));
  if (origin === '' || !url || /[\s\\\p{Cc}]/u.test(text)) return { fault: 'not_http' };
  if (url.username !== '' || url.password !== '') return { fault: 'credentials' };
  if (rest.includes('#')) return { fault: 'fragment' };
  const names = Array.from(rest.matchAll(macroPattern), ([, name = '']) => name);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) return { fault: 'unknown_macro', name: unknown };
  if (/[{}]/.test(rest.replaceAll(macroPattern, ''))) return { fault: 'brace' };
  if (names.length === 0) return { fault: 'no_macro' };
  const [path = ''] = rest.split('?', 1);
  const segments = path.split('/').filter((segment) => segment.includes('{'));
  return {
    origin: url.origin,
    has: (macro) => names.includes(macro),
    urlOf(values) {
      const valueOf = (macro: Macro): string => encoded(values[macro]);
      // A segment of dots alone would lead to the folder above, and so to another page.
      if (segments.some((segment) => isDots(fill(segment, valueOf)))) return undefined;
      return URL.parse(fill(text, valueOf))?.href;
    },
  };
}

function fill(text: string, valueOf: (macro: Macro) => string): string {
  return text.replaceAll(macroPattern, (_, name: Macro) => valueOf(name));
}

/** As URLs are parsed: an encoded dot is a dot too (url.spec.whatwg.org, dot segments). */
function isDots(segment: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(segment);
}

/** A lone surrogate cannot be encoded, and is no reason to send nothing. */
function encoded(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}
