import type { ClientFailure } from '../../client/error.ts';
import type { RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import type { PromoCodeMessages } from '../locales/messages.ts';
import { join } from '../shared/sentences.ts';
import type { Texts } from '../shared/texts.ts';

/** The outcome for the code that was applied; an edit forgets it. */
export interface Outcome {
  readonly status: 'checking' | 'valid' | 'invalid' | 'unchecked' | 'redeemed' | 'error';
  readonly text: keyof PromoCodeMessages;
  readonly code?: string;
  /** ISO 8601. */
  readonly endsAt?: string | undefined;
}

export function outcomeOf(verdict: Verdict | RedeemVerdict): Outcome {
  const { status } = verdict;
  switch (status) {
    case 'valid': {
      const { code, ends_at: endsAt } = verdict;
      const hasEnd = !Number.isNaN(Date.parse(endsAt ?? ''));
      return { status, text: hasEnd ? 'valid_until' : status, code, endsAt };
    }
    case 'redeemed':
      return { status, text: status, code: verdict.code };
    case 'invalid':
    case 'refused':
      return { status: 'invalid', text: `reason_${verdict.reason}` };
    default:
      // The lead is sent with the code, and the proxy settles it.
      return { status: 'unchecked', text: status };
  }
}

export function outcomeOfFailure(failure: ClientFailure): Outcome {
  switch (failure) {
    case 'aborted':
      // The deadline of a form that wants to be sent.
      return { status: 'unchecked', text: 'unchecked' };
    case 'invalid-fields':
      // The proxy could not even read it as a code: too long, or of characters that no code has.
      return { status: 'invalid', text: 'reason_unknown' };
    case 'too-many-requests':
      return { status: 'error', text: 'too_many' };
    case 'offline':
      return { status: 'error', text: failure };
    default:
      return { status: 'error', text: 'error' };
  }
}

/** An outcome in words, with what to do now; not if `later`, as a countdown then follows. */
export function describe(outcome: Outcome, texts: Texts<'promoCode'>, later = false): string {
  const { status, text, code = '', endsAt = '' } = outcome;
  const day = { dateStyle: 'medium', timeStyle: 'short' } as const;
  const date = text === 'valid_until' ? new Date(endsAt).toLocaleString(texts.lang, day) : '';
  const words = texts.get(text, { code, date });
  if (status !== 'invalid' && status !== 'error') return words;
  const next = status === 'invalid' ? 'correct_or_remove' : 'again';
  return join(words, later ? '' : texts.get(next));
}
