import { definePromoCodeInput } from './elements/promo-code-input/define.ts';
import { canDefine } from './elements/shared/can-define.ts';

export type { PromoCodeClient } from './client/promo-codes.ts';
export type { PromoCodeMessages } from './elements/locales/messages.ts';
export { PromoCodeInput, type PromoCodeStatus } from './elements/promo-code-input/element.ts';
export {
  PromoCodeCheckEvent,
  PromoCodeClearEvent,
  PromoCodeErrorEvent,
  PromoCodeVerdictEvent,
} from './elements/promo-code-input/events.ts';

if (canDefine()) definePromoCodeInput();
