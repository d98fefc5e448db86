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
  const root = host.getRootNode();
  const { host: around } = root as Partial<ShadowRoot>;
  // A field asks where and for whom its form does, and those may be others.
  const form = host.closest('lead-form') ?? host;
  const isInForm = form !== host || around instanceof LeadForm;
  if (endpoint && !isInForm) host.endpoint ??= endpoint;
  if (company && !isInForm) host.company ??= company;
  if (lang && root === document && !host.closest('[lang]')) host.lang = lang;
}
