/** The script-tag files with both elements: the package, set up by the attributes of the tag. */
import { defineLeadForm } from './elements/lead-form/define.ts';
import { definePromoCodeInput } from './elements/promo-code-input/define.ts';
import { type PageDefaults, usePageDefaults } from './elements/shared/page-defaults.ts';

export * from './elements/index.ts';

/**
 * The tag that this script came with. A module has no `currentScript` (HTML): it is the one with
 * the module's URL. `<img name="currentScript">` is none.
 *
 * Where a module was redirected, its URL is no tag's, and jQuery runs what it inserts out of a bare
 * tag of its own: then it is the one with the script's name.
 */
function ownScript(): HTMLScriptElement | undefined {
  const scripts = [...document.scripts];
  const own = scripts.find((script) =>
    script === document.currentScript
      ? script.attributes.length
      : // Of the build that is no module, nothing is left of this.
        script.src === import.meta.url,
  );
  return own ?? scripts.find(({ src }) => /promo-lead[^/]*$/.test(src));
}

/**
 * Attributes, each under a name of its own: a `dataset` has whatever the page put into
 * `Object.prototype` too.
 */
function readDefaults(script: HTMLScriptElement | undefined): PageDefaults {
  const read = (name: string): string | undefined => script?.getAttribute(name) ?? undefined;
  return {
    endpoint: read('data-endpoint'),
    company: read('data-company'),
    lang: read('data-lang'),
  };
}

usePageDefaults(readDefaults(ownScript()));
definePromoCodeInput();
defineLeadForm();
