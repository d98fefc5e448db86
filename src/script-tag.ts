/** The script-tag files with both elements: the package, set up by the attributes of the tag. */
import { defineLeadForm } from './elements/lead-form/define.ts';
import { definePromoCodeInput } from './elements/promo-code-input/define.ts';
import { type PageDefaults, usePageDefaults } from './elements/shared/page-defaults.ts';

export * from './elements/index.ts';

/**
 * The tag that this script came with. A module has no `currentScript` (HTML): it is the one with
 * the module's URL. `<img name="currentScript">` is none.
 */
function ownScript(): HTMLScriptElement | undefined {
  const { currentScript, scripts } = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript;
  // Of the build that is no module, nothing is left of this.
  return import.meta.url ? [...scripts].find(({ src }) => src === import.meta.url) : undefined;
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
