import { LeadForm } from '../lead-form/element.ts';
import { PromoCodeInput } from '../promo-code-input/element.ts';
import { setDefaultLang } from './languages.ts';

/** What a script's tag says for all elements of its page. */
export interface PageDefaults {
  readonly endpoint: string | undefined;
  readonly company: string | undefined;
  readonly lang: string | undefined;
}

/**
 * Has every element take what it does not say itself from the defaults. To be called before the
 * elements are defined. The language stays out of the page: what compares it with its markup, as a
 * morph does, would take a `lang` away again.
 */
export function usePageDefaults(defaults: PageDefaults): void {
  setDefaultLang(defaults.lang ?? '');
  for (const element of [LeadForm, PromoCodeInput]) {
    element.addInitializer((host) => {
      host.addController({
        hostConnected: () => complete(host as LeadForm | PromoCodeInput, defaults),
      });
    });
  }
}

/** The tag's own attributes are read by now; properties that it was given come later, and count. */
function complete(host: LeadForm | PromoCodeInput, { endpoint, company }: PageDefaults): void {
  const { host: around } = host.getRootNode() as Partial<ShadowRoot>;
  // A field asks where and for whom its form does, and those may be others.
  if (host.matches('lead-form *') || around instanceof LeadForm) return;
  host.endpoint ??= endpoint;
  host.company ??= company;
}
