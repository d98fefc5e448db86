import { defineLeadForm } from './elements/lead-form/define.ts';
import { definePromoCodeInput } from './elements/promo-code-input/define.ts';
import { canDefine } from './elements/shared/can-define.ts';

export * from './elements/index.ts';

if (canDefine()) {
  definePromoCodeInput();
  defineLeadForm();
}
