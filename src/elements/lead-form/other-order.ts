import type { LaterParts } from './later.ts';
import type { PromoCode } from './promo-code.ts';
import type { LeadFormStatus, Notice } from './submission.ts';

/**
 * An order for something else is another one: what waits for the first goes on by itself. What is
 * on its way is looked at when it has come to an end, and its thanks are a line then.
 */
export function beginOtherOrder({ host, submission, texts }: LaterParts, isKept: Notice): void {
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
    if (company !== host.company) askAnew(parts.promoCode);
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

/** What became of the code is of another company, whose codes are others. */
function askAnew(promoCode: PromoCode): void {
  const { value } = promoCode;
  if (!value) return;
  promoCode.reset();
  promoCode.takeOver({ values: new Map([['promo_code', value]]), focus: undefined });
}
