/** Where a script is that never changes, and what goes into its `integrity` attribute (W3C SRI). */
export interface PinnedScript {
  /** From the server's root. */
  readonly path: string;
  readonly integrity: string;
}

export interface SnippetOptions {
  /** The server as visitors reach it, without a slash at its end. */
  readonly endpoint: string;
  /** A slug. */
  readonly product: string;
  /** Whether the form has a field for a promo code; it has where this is left out. */
  readonly promo?: boolean | undefined;
  /** Left out where nothing was built: then the script is the newest there is. */
  readonly widget?: PinnedScript | undefined;
}

/** The script that has both elements. */
export const widgetFile = 'promo-lead.js';

/**
 * What an owner pastes into a page. With a pinned script no other runs there, not even a newer one
 * of ours.
 */
export function scriptSnippet(options: SnippetOptions): string {
  const { endpoint, widget } = options;
  const source = `${endpoint}${widget?.path ?? `/widget/${widgetFile}`}`;
  const attributes = [
    'type="module"',
    `src="${escapeAttribute(source)}"`,
    ...(widget ? [`integrity="${widget.integrity}"`, 'crossorigin'] : []),
  ];
  return `<script ${attributes.join(' ')}></script>\n${formTag(options)}`;
}

/** The same for a page whose scripts a bundler makes, from npm. */
export function npmSnippet(options: SnippetOptions): string {
  const module = `<script type="module">\n  import 'promo-lead/lead-form.js';\n</script>`;
  return `${module}\n${formTag(options)}`;
}

function formTag({ endpoint, product, promo = true }: SnippetOptions): string {
  const attributes = [
    `endpoint="${escapeAttribute(endpoint)}"`,
    `product="${escapeAttribute(product)}"`,
    ...(promo ? ['promo'] : []),
  ];
  return `<lead-form ${attributes.join(' ')}></lead-form>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
