import { type Markup, startTag, writeMarkup } from './markup.ts';

/** The path of a script that never changes, and its `integrity` attribute (W3C SRI). */
export interface PinnedScript {
  /** From the server's root. */
  readonly path: string;
  readonly integrity: string;
}

export interface ScriptOptions {
  /** The URL at which visitors reach the server, without a slash at its end. */
  readonly endpoint: string;
  /** The script if it is not pinned; by default the one with both elements. */
  readonly file?: string | undefined;
  /** Left out if nothing was built: then the script is always the newest. */
  readonly widget?: PinnedScript | undefined;
}

export interface SnippetOptions extends ScriptOptions {
  /** A slug. */
  readonly product: string;
  /** Whether the form has a field for a promo code; true by default. */
  readonly promo?: boolean | undefined;
}

/** The script that has both elements. */
export const widgetFile = 'promo-lead.js';

/**
 * What an owner pastes into a page. With a pinned script, no other runs there, not even our own
 * newer one.
 */
export function scriptSnippet(options: SnippetOptions): string {
  return `${scriptTag(options)}\n${writeMarkup(formOf(options))}`;
}

/** The same for a page that a bundler builds, with the npm package. */
export function npmSnippet(options: SnippetOptions): string {
  const { promo = true } = options;
  // The form uses the promo-code element, but leaves its definition to the page.
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
