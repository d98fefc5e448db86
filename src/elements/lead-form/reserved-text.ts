import { waitingDaysMax } from '../../client/queue/lead-queue.ts';
import { inWords } from '../shared/duration.ts';
import { join, longest } from '../shared/sentences.ts';
import type { Texts } from '../shared/texts.ts';
import type { FieldName } from './fields.ts';

type FormTexts = Pick<Texts<'leadForm'>, 'lang' | 'get'>;

/** The longest text that is common below a field; a rarer, longer one makes its own room. */
export function reservedBelow(name: FieldName, texts: FormTexts): string {
  if (name !== 'phone') return texts.get(`${name}_required`);
  const keys = ['phone_hint', 'phone_format', 'phone_too_short', 'phone_too_long'] as const;
  return longest(...keys.map((key) => texts.get(key)));
}

/**
 * The longest text that may stand below the button: a failure, or that the lead waits. It has an
 * English duration in any language, as nobody sees it: loading an engine's data for units takes
 * longer than everything else before the first paint (Chromium: 30 ms).
 */
export function reservedForAlert(texts: FormTexts): string {
  const later = texts.get('wait', { time: '30 seconds' });
  return longest(
    join(texts.get('unavailable'), later),
    join(texts.get('too_many'), later),
    queuedNotice(texts, false, '7 days'),
  );
}

/**
 * The notice of a lead that waits in the browser, shortened while a countdown says the rest. It is
 * as short as a failure: it appears after a while, when nothing may move, so every form reserves
 * room for it from the start.
 */
export function queuedNotice(
  texts: FormTexts,
  isCounting: boolean,
  time: string = inWords(waitingDaysMax, 'day', texts.lang),
): string {
  // A countdown may follow.
  return join(texts.get('queued'), isCounting ? '' : texts.get('queued_more', { time }));
}
