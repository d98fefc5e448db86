import type { ClientFailure } from '../../client/error.ts';
import type { ReasonCode, RedeemVerdict, Verdict } from '../../contract/promo-code.ts';
import type { Texts } from '../shared/texts.ts';

/** What became of the code that was applied; an edit forgets it. */
export type Outcome =
  | { readonly status: 'checking' }
  | { readonly status: 'valid'; readonly code: string; readonly endsAt: string | undefined }
  | { readonly status: 'invalid'; readonly reason: ReasonCode }
  /** It could not be settled: the lead takes it along, and the proxy settles it. */
  | { readonly status: 'unchecked'; readonly text: 'unchecked' | 'unconfirmed' }
  | { readonly status: 'redeemed'; readonly code: string }
  | { readonly status: 'error'; readonly failure: ClientFailure };

export function outcomeOf(verdict: Verdict | RedeemVerdict): Outcome {
  switch (verdict.status) {
    case 'valid':
      return { status: 'valid', code: verdict.code, endsAt: verdict.ends_at };
    case 'invalid':
    case 'refused':
      return { status: 'invalid', reason: verdict.reason };
    case 'unchecked':
    case 'unconfirmed':
      return { status: 'unchecked', text: verdict.status };
    case 'redeemed':
      return verdict;
  }
}

/** An outcome in words. */
export function describe(outcome: Outcome, texts: Texts<'promoCode'>): string {
  switch (outcome.status) {
    case 'checking':
      return texts.get('checking');
    case 'valid': {
      const { code, endsAt } = outcome;
      const date = formatDate(endsAt, texts.lang);
      return date ? texts.get('valid_until', { code, date }) : texts.get('valid', { code });
    }
    case 'invalid':
      return `${texts.get(`reason_${outcome.reason}`)} ${texts.get('correct_or_remove')}`;
    case 'unchecked':
      return texts.get(outcome.text);
    case 'redeemed':
      return texts.get('redeemed', { code: outcome.code });
    case 'error':
      return describeFailure(outcome.failure, texts);
  }
}

function describeFailure(failure: ClientFailure, texts: Texts<'promoCode'>): string {
  switch (failure) {
    case 'too-many-requests':
      return texts.get('too_many');
    case 'offline':
      return texts.get('offline');
    case 'misconfigured':
      // For the page's developer: no visitor ever sees it on a page that was tried once.
      return 'This field is not connected: its endpoint is missing or cannot be used.';
    default:
      return texts.get('error');
  }
}

function formatDate(instant: string | undefined, lang: string): string | undefined {
  const date = new Date(instant ?? NaN);
  if (Number.isNaN(date.valueOf())) return undefined;
  return date.toLocaleString(lang, { dateStyle: 'medium', timeStyle: 'short' });
}
