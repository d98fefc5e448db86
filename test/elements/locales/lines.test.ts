import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as en from '../../../src/elements/locales/en.ts';
import type { Locale } from '../../../src/elements/locales/messages.ts';
import { inWords, waitInWords } from '../../../src/elements/shared/duration.ts';
import { languages } from '../../../src/elements/shared/languages.ts';
import { join } from '../../../src/elements/shared/sentences.ts';

/**
 * What fits on a phone 360 px wide, where the page below must not move: one line below a field, two
 * below a code and below the button. Found in Chromium with Noto Sans, whose letters are wide.
 */
const lettersMax = { one: 54, two: 96 } as const;
/** How many Latin letters are as wide as one letter of the script. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\u3000-\u303f\uff00-\uffef]/u, 2],
  [/\p{sc=Cyrl}/u, 1.15],
];

describe('Texts', () => {
  for (const [lang, load] of [['en', loadEnglish] as const, ...Object.entries(languages)]) {
    it(`fit the lines that are kept for them: ${lang}`, async () => {
      const { one, two } = linesOf(lang, await load());
      const tooLong = [
        ...one.filter((text) => widthOf(text) > lettersMax.one),
        ...two.filter((text) => widthOf(text) > lettersMax.two),
      ];
      assert.deepEqual(tooLong, []);
    });
  }
});

function loadEnglish(): Promise<Locale> {
  return Promise.resolve({ ...en, leadForm: { ...en.leadForm, ...en.queue } });
}

interface Lines {
  readonly one: readonly string[];
  readonly two: readonly string[];
}

function linesOf(lang: string, { promoCode: code, leadForm: lead }: Locale): Lines {
  const time = waitInWords(59, lang);
  const date = new Date('2030-12-31T20:59:00Z').toLocaleString(lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const reasons = Object.entries(code).filter(([key]) => key.startsWith('reason_'));
  const fields = /^(\w+_required|phone_hint|phone_format|phone_too_\w+|error_\w+)$/;
  const belowFields = Object.entries(lead).filter(([key]) => fields.test(key));
  return {
    one: belowFields.map(([, text]) => text as string),
    two: [
      ...reasons.map(([, text]) => join(text as string, code.correct_or_remove)),
      code.unchecked,
      code.unconfirmed,
      code.valid_until.replace('{code}', 'SPRING10').replace('{date}', date),
      join(code.error, code.again),
      join(code.too_many, code.wait.replace('{time}', time)),
      join(lead.unavailable, lead.again),
      join(lead.offline, lead.again),
      join(lead.too_many, lead.wait.replace('{time}', time)),
      join(lead.queued, lead.queued_more.replace('{time}', inWords(7, 'day', lang))),
      join(lead.queued, lead.wait.replace('{time}', time)),
      lead.duplicate,
      lead.refused,
    ],
  };
}

function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += widths.find(([script]) => script.test(segment))?.[1] ?? 1;
  }
  return Math.round(width);
}
