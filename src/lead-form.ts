import { defineLeadForm } from './elements/lead-form/define.ts';
import { canDefine } from './elements/shared/can-define.ts';

export type { Client } from './client/client.ts';
export { LeadForm } from './elements/lead-form/element.ts';
export {
  LeadAcceptedEvent,
  LeadErrorEvent,
  LeadQueuedEvent,
  LeadRefusedEvent,
  LeadSubmitEvent,
} from './elements/lead-form/events.ts';
export type { Product } from './elements/lead-form/light-form.ts';
export type { LeadFormStatus } from './elements/lead-form/submission.ts';
export type { LeadFormMessages, PromoCodeMessages } from './elements/locales/messages.ts';

if (canDefine()) defineLeadForm();
