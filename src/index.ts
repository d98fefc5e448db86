import { defineLeadForm } from './elements/lead-form/define.ts';
import { definePromoCodeInput } from './elements/promo-code-input/define.ts';

export * from './elements/index.ts';

definePromoCodeInput();
defineLeadForm();
