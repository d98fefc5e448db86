import { type Markup, startTag, writeMarkup } from './markup.ts';

/** Where a script is that never changes, and what goes into its `integrity` attribute (W3C SRI). */
export interface PinnedScript {
  /** From the server's root. */
  readonly path: string;
  readonly integrity: string;
}

export interface ScriptOptions {
  /** The server as visitors reach it, without a slash at its end. */
  readonly endpoint: string;
  /** The script where it is not pinned; both elements are in it where this is left out. */
  readonly file?: string | undefined;
  /** Left out where nothing was built: then the script is the newest there is. */
  readonly widget?: PinnedScript | undefined;
}

export interface SnippetOptions extends ScriptOptions {
  /** A slug. */
  readonly product: string;
  /** Whether the form has a field for a promo code; it has where this is left out. */
  readonly promo?: boolean | undefined;
}

/** The script that has both elements. */
export const widgetFile = 'promo-lead.js';

/**
 * What an owner pastes into a page. With a pinned script no other runs there, not even a newer one
 * of ours.
 */
export function scriptSnippet(options: SnippetOptions): string {
  return `${scriptTag(options)}\n${writeMarkup(formOf(options))}`;
}

/** The same for a page whose scripts a bundler makes, from npm. */
export function npmSnippet(options: SnippetOptions): string {
  const { promo = true } = options;
  // The form shows a field for a promo code, and leaves its definition to the page.
  const module = promo ? 'promo-lead' : 'promo-lead/lead-form.js';
  return `${npmScript(module)}\n${writeMarkup(formOf(options))}`;
}

export function scriptTag({ endpoint, file = widgetFile, widget }: ScriptOptions): string {
  const src = `${endpoint}${widget?.path ?? `/widget/${file}`}`;
  const pin = widget && { integrity: widget.integrity, crossorigin: true as const };
  return `${startTag({ tag: 'script', attributes: { type: 'module', src, ...pin } })}</script>`;
}

/** A module script that a bundler finds in a page. */
export function npmScript(module: string): string {
  return `<script type="module">\n  import '${module}';\n</script>`;
}

function formOf({ endpoint, product, promo = true }: SnippetOptions): Markup {
  return {
    tag: 'lead-form',
    attributes: { endpoint, product, ...(promo && { promo: true as const }) },
  };
}
