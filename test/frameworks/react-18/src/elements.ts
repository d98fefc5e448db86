import { createComponent, type EventName } from '@lit/react';
import {
  type LeadAcceptedEvent,
  LeadForm as LeadFormElement,
  type LeadSubmitEvent,
  PromoCodeInput as PromoCodeInputElement,
  type PromoCodeVerdictEvent,
} from 'promo-lead';
import * as react from 'react';

// React 18 supports neither properties nor events of custom elements.
export const LeadForm = createComponent({
  react,
  tagName: 'lead-form',
  elementClass: LeadFormElement,
  events: {
    onSubmit: 'lead-submit' as EventName<LeadSubmitEvent>,
    onAccepted: 'lead-accepted' as EventName<LeadAcceptedEvent>,
  },
});

export const PromoCodeInput = createComponent({
  react,
  tagName: 'promo-code-input',
  elementClass: PromoCodeInputElement,
  events: {
    onVerdict: 'promo-code-verdict' as EventName<PromoCodeVerdictEvent>,
    onCamel: 'camelEvent' as EventName<Event>,
    onCaps: 'CAPSEvent' as EventName<Event>,
    onPascal: 'PascalEvent' as EventName<Event>,
  },
});
