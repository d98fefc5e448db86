import { html, nothing, type TemplateResult } from 'lit';
import type { ClientFailure } from '../../client/error.ts';
import type { LeadReceipt, LeadRequest } from '../../contract/lead.ts';
import type { LeadFormMessages } from '../locales/messages.ts';
import { join } from '../shared/sentences.ts';
import type { Texts } from '../shared/texts.ts';
import type { FormView } from './render.ts';
import { reservedForAlert } from './reserved-text.ts';
import type { Phase } from './submission.ts';

const buttonText: Readonly<Record<Phase['step'], keyof LeadFormMessages>> = {
  editing: 'submit',
  submitting: 'submitting',
  failed: 'retry',
  queued: 'send_now',
  accepted: 'submit',
};

/** The text for a failure. Each says that nothing is lost, or whom to turn to. */
function failureText(failure: ClientFailure): keyof LeadFormMessages {
  if (failure === 'offline' || failure === 'duplicate' || failure === 'refused') return failure;
  if (failure === 'misconfigured') return 'refused';
  return failure === 'too-many-requests' ? 'too_many' : 'unavailable';
}

/** A failure in words, with what to do now; not if `later`, as a countdown then follows. */
function describe(failure: ClientFailure, texts: Texts<'leadForm'>, later: boolean): string {
  const text = failureText(failure);
  const words = texts.get(text);
  if (text === 'duplicate' || text === 'refused') return words;
  return join(words, later ? '' : texts.get('again'));
}

/**
 * The button, and below it the outcome of the last try. A frame that is sandboxed without
 * `allow-forms` blocks the submit event and only tells the developer: hence the click sends.
 */
export function renderSubmit(view: FormView): TemplateResult {
  const { phase, fault, countdown, texts, onSubmit } = view;
  const { step } = phase;
  const { isRunning } = countdown;
  const failure = step === 'failed' ? describe(phase.failure, texts, isRunning) : undefined;
  const label = texts.get(buttonText[step]);
  const [waitInside, waitOutside] = countdown.render(texts);
  return html`
    <button
      part="submit"
      class="submit ${step === 'submitting' ? 'checking' : ''}"
      aria-disabled=${step === 'submitting' || isRunning}
      ?disabled=${fault !== undefined}
      @click=${onSubmit}
    >
      ${step === 'editing' ? html`<slot name="submit">${label}</slot>` : label}
    </button>
    <p part="alert" class="message alert" data-room=${reservedForAlert(texts)}>
      <span
        ><span role="status">${phase.notice?.(isRunning)}${failure ? nothing : waitInside}</span
        ><span role="alert" lang=${fault ? 'en' : nothing}
          >${fault ?? failure}${failure ? waitInside : nothing}</span
        >${waitOutside}</span
      >
    </p>
  `;
}

/** Replaces the form once the lead is stored. */
export function renderThanks(
  receipt: LeadReceipt,
  lead: LeadRequest,
  texts: Texts<'leadForm'>,
): TemplateResult {
  const { ref, promo_code: verdict } = receipt;
  const code = (verdict?.status === 'valid' && verdict.code) || (lead.promo_code ?? '');
  return html`
    <div
      part="thanks"
      class="thanks"
      id="thanks"
      tabindex="-1"
      role="group"
      aria-labelledby="success"
    >
      <slot name="success" id="success">
        <h2>${texts.get('thanks')}</h2>
        <p>${texts.get('thanks_more')}</p>
        ${verdict ? html`<p>${texts.get(`code_${verdict.status}`, { code })}</p>` : nothing}
        ${ref ? html`<p><small>${texts.get('reference', { ref })}</small></p>` : nothing}
      </slot>
    </div>
  `;
}
