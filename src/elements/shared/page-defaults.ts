import type { ReactiveController } from 'lit';
import { LeadForm } from '../lead-form/element.ts';
import { PromoCodeInput } from '../promo-code-input/element.ts';

/** What a script's tag says for all elements of its page. */
export interface PageDefaults {
  readonly endpoint?: string | undefined;
  readonly company?: string | undefined;
  readonly lang?: string | undefined;
}

/**
 * Has every element take what it does not say itself from the defaults. To be called before the
 * elements are defined.
 */
export function usePageDefaults(defaults: PageDefaults): void {
  for (const element of [LeadForm, PromoCodeInput]) {
    // Our controller is the first one: languages are looked up by another.
    element.addInitializer((host) => {
      const hostConnected = (): void => complete(host as LeadForm | PromoCodeInput, defaults);
      host.addController({ hostConnected } satisfies ReactiveController);
    });
  }
}

/** The tag's own attributes are read by now; properties that it was given come later, and count. */
function complete(
  host: LeadForm | PromoCodeInput,
  { endpoint, company, lang }: PageDefaults,
): void {
  // A field asks where its form does, and that may be somewhere else.
  if (endpoint && !isInForm(host)) host.endpoint ??= endpoint;
  if (company) host.company ??= company;
  const isOfPage = host.getRootNode() === document;
  if (lang && isOfPage && !host.closest('[lang]')) host.lang = lang;
}

function isInForm(host: LeadForm | PromoCodeInput): boolean {
  if (host instanceof LeadForm) return false;
  const { host: around } = host.getRootNode() as Partial<ShadowRoot>;
  return around instanceof LeadForm || host.closest('lead-form') !== null;
}
