import { it } from 'node:test';
import { leadForm, promoCode, queue } from '../../../src/elements/locales/en.ts';
import type { Locale } from '../../../src/elements/locales/messages.ts';
import { inWords } from '../../../src/elements/shared/duration.ts';
import { languages } from '../../../src/elements/shared/languages.ts';

/** Numbers for each plural form: one, two, few, many, and those that end like a smaller one. */
const counts = {
  second: [1, 2, 5, 11, 21, 30, 59],
  minute: [2, 5, 21, 60],
} as const;

/** `node --test --test-update-snapshots` rewrites the table, for a person to review. */
it('What has a number in it is grammatical in every language', async ({ assert }) => {
  const en: Locale = { promoCode, leadForm: { ...leadForm, ...queue } };
  const lines = [...linesOf('en', en)];
  for (const [lang, load] of Object.entries(languages)) lines.push(...linesOf(lang, await load()));
  assert.fileSnapshot(`${lines.join('\n')}\n`, `${import.meta.dirname}/grammar.txt`, {
    serializers: [String],
  });
});

function* linesOf(lang: string, { promoCode: code, leadForm: lead }: Locale): Generator<string> {
  yield `\n${lang}`;
  for (const unit of ['second', 'minute'] as const) {
    for (const count of counts[unit]) yield putIn(code.wait, 'time', inWords(count, unit, lang));
  }
  yield putIn(lead.queued_more, 'time', inWords(7, 'day', lang));
  yield lead.phone_too_short;
  const date = new Date('2030-12-31T20:59:00Z').toLocaleString(lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  yield putIn(putIn(code.valid_until, 'code', 'SPRING10'), 'date', date);
  const names = [lead.first_name, lead.last_name, lead.phone];
  yield putIn(lead.summary, 'fields', new Intl.ListFormat(lang).format(names));
}

function putIn(text: string, name: string, value: string): string {
  return text.replace(`{${name}}`, value);
}
