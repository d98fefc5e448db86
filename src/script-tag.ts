/** The script-tag files with both elements: the package, set up by the attributes of the tag. */
import { defineLeadForm } from './elements/lead-form/define.ts';
import { definePromoCodeInput } from './elements/promo-code-input/define.ts';
import { usePageDefaults } from './elements/shared/page-defaults.ts';

export * from './elements/index.ts';

/**
 * The tag that this script came with. A module has no `currentScript` (HTML): it is the one with
 * the module's URL. `<img name="currentScript">` is none.
 */
function ownScript(): HTMLScriptElement | undefined {
  const { currentScript, scripts } = document;
  if (currentScript instanceof HTMLScriptElement) return currentScript;
  return [...scripts].find(({ src }) => src === import.meta.url);
}

usePageDefaults(ownScript()?.dataset ?? {});
definePromoCodeInput();
defineLeadForm();
