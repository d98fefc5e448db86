import { define } from '../shared/define.ts';
import { PromoCodeInput } from './element.ts';

define('promo-code-input', PromoCodeInput);

declare global {
  interface HTMLElementTagNameMap {
    'promo-code-input': PromoCodeInput;
  }
}
