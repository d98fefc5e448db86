import type { PromoCode } from '../promo-code.ts';
import type { LeadFormStatus, Notice } from '../submission.ts';
import type { LaterParts } from './later.ts';

/**
 * Starts another order when the page switches to another product or company. A lead for the first
 * that waits is sent on its own. One that is being sent keeps the form until it has ended; its
 * thanks are then one line.
 */
export function watchForOtherOrder({ host, submission, texts }: LaterParts, isKept: Notice): void {
  const isSent: Notice = () => texts.get('sent_later');
  let shown: LeadFormStatus | undefined;
  let { company } = host;
  const hostUpdated = (): void => {
    const { phase, key, countdown, parts, offer, ordered } = submission;
    const { step } = phase;
    const isThanked = shown === 'accepted';
    shown = step;
    if (step === 'submitting' || offer === ordered) return;
    submission.ordered = offer;
    key.use(undefined);
    if (company !== host.company) checkAgain(parts.promoCode);
    company = host.company;
    if (step !== 'queued' && step !== 'accepted') return;
    countdown.set();
    parts.draft.values.consent = '';
    parts.promoCode.reset();
    const notice = step === 'queued' ? isKept : isSent;
    submission.enter({ step: 'editing', ...(!isThanked && { notice }) });
  };
  submission.ordered ??= submission.offer;
  host.addController({ hostUpdated });
}

/** The code's verdict was the other company's, which has other codes. */
function checkAgain(promoCode: PromoCode): void {
  const { value } = promoCode;
  if (!value) return;
  promoCode.reset();
  promoCode.takeOver({ values: new Map([['promo_code', value]]) });
}
