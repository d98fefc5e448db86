import { html, nothing, type TemplateResult } from 'lit';
import type { ClientFailure } from '../../client/error.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import type { LeadFormMessages } from '../locales/messages.ts';
import type { Texts } from '../shared/texts.ts';

/** Which text tells of a failure. Each says that nothing is lost, or whom to turn to. */
export function failureText(failure: ClientFailure): keyof LeadFormMessages {
  switch (failure) {
    case 'offline':
    case 'duplicate':
    case 'refused':
      return failure;
    case 'misconfigured':
      return 'refused';
    case 'too-many-requests':
      return 'too_many';
    default:
      return 'unavailable';
  }
}

/** What stands in the form's place once the lead is stored. */
export function renderThanks(
  receipt: LeadReceipt,
  lead: LeadRequest,
  texts: Texts<'leadForm'>,
): TemplateResult {
  const verdict = receipt.promo_code;
  const code = (verdict?.status === 'valid' && verdict.code) || (lead.promo_code ?? '');
  return html`
    <div part="thanks" class="thanks" id="thanks" tabindex="-1">
      <slot name="success">
        <strong>${texts.get('thanks')}</strong>
        <p>${texts.get('thanks_more')}</p>
        ${verdict ? html`<p>${texts.get(`code_${verdict.status}`, { code })}</p>` : nothing}
        <p><small>${texts.get('reference', { ref: receipt.ref })}</small></p>
      </slot>
    </div>
  `;
}
