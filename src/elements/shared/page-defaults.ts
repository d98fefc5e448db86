import { LeadForm } from '../lead-form/element.ts';
import { PromoCodeInput } from '../promo-code-input/element.ts';
import { setDefaultLang } from './languages.ts';

/** What the attributes of a script's tag set for all elements of its page. */
export interface PageDefaults {
  readonly endpoint: string | undefined;
  readonly company: string | undefined;
  readonly lang: string | undefined;
}

/**
 * Gives every element the defaults for what it does not set itself. To be called before the
 * elements are defined. The language is not written to the page: a script that compares the page
 * with its markup, as a morph does, would remove a `lang`.
 */
export function usePageDefaults(defaults: PageDefaults): void {
  setDefaultLang(defaults.lang ?? '');
  for (const element of [LeadForm, PromoCodeInput]) {
    element.addInitializer((host) => {
      const hostUpdate = (): void => complete(host as LeadForm | PromoCodeInput, defaults);
      // An attribute may be removed later.
      host.addController({ hostConnected: hostUpdate, hostUpdate });
    });
  }
}

/** By now the element's attributes are read; properties that are set later take precedence. */
function complete(host: LeadForm | PromoCodeInput, { endpoint, company }: PageDefaults): void {
  const { host: around } = host.getRootNode() as Partial<ShadowRoot>;
  // A field uses the endpoint and company of its form, which may differ from the defaults.
  if (around instanceof LeadForm || host.matches('lead-form *')) return;
  host.company ??= company;
  host.endpoint ??= endpoint;
}
