import { defineLeadForm } from '../../../../src/elements/lead-form/define.ts';
import { definePromoCodeInput } from '../../../../src/elements/promo-code-input/define.ts';

definePromoCodeInput();
defineLeadForm();
