import type { PromoCodeMessages } from '../locales/messages.ts';
import type { PromoCodeStatus } from './element.ts';

/** The one button says what it does now. */
export const buttonText: Readonly<Record<PromoCodeStatus, keyof PromoCodeMessages>> = {
  empty: 'apply',
  typed: 'apply',
  checking: 'apply',
  valid: 'remove',
  invalid: 'remove',
  unchecked: 'retry',
  redeemed: 'remove',
  error: 'retry',
};

/** Each of them keeps its room. */
export const buttonTexts: readonly (keyof PromoCodeMessages)[] = ['apply', 'remove', 'retry'];
