export {
  LeadAcceptedEvent,
  LeadErrorEvent,
  LeadQueuedEvent,
  LeadRefusedEvent,
  LeadSubmitEvent,
} from './lead-form/events.ts';
export { LeadForm } from './lead-form/element.ts';
export type { Product } from './lead-form/light-form.ts';
export type { LeadFormStatus } from './lead-form/submission.ts';
export type { LeadFormMessages, Locale, PromoCodeMessages } from './locales/messages.ts';
export { PromoCodeInput, type PromoCodeStatus } from './promo-code-input/element.ts';
export {
  PromoCodeCheckEvent,
  PromoCodeClearEvent,
  PromoCodeErrorEvent,
  PromoCodeVerdictEvent,
} from './promo-code-input/events.ts';
export { loadLocale } from './shared/languages.ts';
