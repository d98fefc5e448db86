import { defineLeadForm } from './elements/lead-form/define.ts';

export { LeadForm } from './elements/lead-form/element.ts';
export {
  LeadAcceptedEvent,
  LeadErrorEvent,
  LeadQueuedEvent,
  LeadRefusedEvent,
  LeadSubmitEvent,
} from './elements/lead-form/events.ts';
export type { Product } from './elements/lead-form/light-form.ts';

defineLeadForm();
