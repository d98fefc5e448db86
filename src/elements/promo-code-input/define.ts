import { define } from '../shared/define.ts';
import { PromoCodeInput } from './element.ts';

/** Registers `<promo-code-input>`, once. Never throws. */
export function definePromoCodeInput(): void {
  define('promo-code-input', PromoCodeInput);
}
