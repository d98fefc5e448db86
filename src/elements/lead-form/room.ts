import { waitingDaysMax } from '../../client/queue/lead-queue.ts';
import { inWords } from '../shared/duration.ts';
import { join, longest } from '../shared/sentences.ts';
import type { Texts } from '../shared/texts.ts';
import type { FieldName } from './fields.ts';

type FormTexts = Pick<Texts<'leadForm'>, 'lang' | 'get'>;

/** What often stands below a field; what is rarer and longer takes its room when it comes. */
export function roomBelow(name: FieldName, texts: FormTexts): string {
  if (name !== 'phone') return texts.get(`${name}_required`);
  const keys = ['phone_hint', 'phone_format', 'phone_too_short', 'phone_too_long'] as const;
  return longest(...keys.map((key) => texts.get(key)));
}

/**
 * The longest that may stand below the button: what went wrong, that the lead waits. English spans
 * of time stand in for those of any language, unseen: to load what it knows of units takes an
 * engine longer than all else before the first paint (Chromium: 30 ms).
 */
export function roomOfAlert(texts: FormTexts): string {
  const later = texts.get('wait', { time: '30 seconds' });
  return longest(
    join(texts.get('unavailable'), later),
    join(texts.get('too_many'), later),
    queuedNotice(texts, false, '7 days'),
  );
}

/**
 * Of a lead that waits in the browser; a countdown that runs says what else there is to know. As
 * short as a failure: it comes after a while, when nothing may move, and so every form has room
 * for it from the beginning on.
 */
export function queuedNotice(
  texts: FormTexts,
  isCounting: boolean,
  time: string = inWords(waitingDaysMax, 'day', texts.lang),
): string {
  // A countdown may follow.
  return join(texts.get('queued'), isCounting ? '' : texts.get('queued_more', { time }));
}
