/** The script-tag files with both elements, which are configured by the attributes of the tag. */
import { defineLeadForm } from './elements/lead-form/define.ts';
import { definePromoCodeInput } from './elements/promo-code-input/define.ts';
import { type PageDefaults, usePageDefaults } from './elements/shared/page-defaults.ts';

export * from './elements/index.ts';

/**
 * The tag of this script. A module has no `currentScript` (HTML): its tag is the one with the
 * module's URL. `<img name="currentScript">` is not a script.
 *
 * If a module was redirected, no tag has its URL, and jQuery runs inserted scripts from a bare tag
 * of its own: then the tag is found by the script's name.
 */
function ownScript(): HTMLScriptElement | undefined {
  const scripts = [...document.scripts];
  const own = scripts.find((script) =>
    script === document.currentScript
      ? script.attributes.length
      : // The classic build leaves this out.
        script.src === import.meta.url,
  );
  return own ?? scripts.find(({ src }) => /promo-lead[^/]*$/.test(src));
}

/**
 * Reads attributes one by one: a `dataset` would also have what the page put into
 * `Object.prototype`.
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
