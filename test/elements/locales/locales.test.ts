import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import * as en from '../../../src/elements/locales/en.ts';
import type { Locale } from '../../../src/elements/locales/messages.ts';
import { styles } from './styles.ts';

type Table = Readonly<Record<string, string>>;

const english = tableOf({ ...en, leadForm: { ...en.leadForm, ...en.queue } });
const tags = globSync('src/elements/locales/!(messages).ts')
  .map((file) => basename(file, '.ts'))
  .toSorted();

/** Words that are the same in English, or that shops there use in English. */
const borrowed: Readonly<Record<string, readonly string[]>> = {
  fil: ['promoCode.label'],
};
/** They are in one line with the field, or as wide as the form. */
const buttons = ['promoCode.apply', 'promoCode.remove', 'promoCode.retry'];
const wideButtons = ['leadForm.submit', 'leadForm.retry', 'leadForm.send_now'];
/** For shorter texts a ratio means nothing: "Send" is four letters, in most languages nine. */
const buttonLettersMin = 12;
const wideButtonLettersMin = 18;

describe('A language', () => {
  it('has a style to be checked against', () => {
    assert.deepEqual(Object.keys(styles).toSorted(), tags);
  });

  for (const tag of tags) {
    describe(tag, async () => {
      const table = tag === 'en' ? english : tableOf(await load(tag));
      const { stop = '.', exclamation = '!', never, register } = styles[tag] ?? {};
      const failing = (isWrong: (text: string, original: string, name: string) => boolean): Table =>
        Object.fromEntries(
          Object.entries(table).filter(([name, text]) => isWrong(text, english[name] ?? '', name)),
        );

      it('has every text that English has, and no other', () => {
        assert.deepEqual(Object.keys(table).toSorted(), Object.keys(english).toSorted());
      });

      it('has the same placeholders as English', () => {
        const differs = (text: string, original: string): boolean =>
          placeholders(text).join() !== placeholders(original).join();
        assert.deepEqual(failing(differs), {});
      });

      it('has no English left in it', () => {
        const isEnglish = (text: string, original: string, name: string): boolean =>
          (text === original && !borrowed[tag]?.includes(name)) ||
          /\b(the|your|please|again|with|this|enter|we|you)\b/i.test(text);
        assert.deepEqual(failing(isEnglish), tag === 'en' ? english : {});
      });

      it('uses typographic punctuation', () => {
        // Quotation marks, dots for an ellipsis, a mark after a space (except in French), spaces.
        const typewriter = /["'`]|\.\.|[^\S\u202f][.!?:;,。]|\s\s|^\s|\s$/;
        assert.deepEqual(
          failing((text) => typewriter.test(text)),
          {},
        );
      });

      it('is normalised, and hides no character', () => {
        // Bidi controls and zero-width spaces; joiners shape words in Persian and Indic scripts.
        const hidden = /[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
        assert.deepEqual(
          failing((text) => text !== text.normalize('NFC') || hidden.test(text)),
          {},
        );
      });

      it('ends its sentences as English does, with its own marks', () => {
        const marks: Table = { '.': stop, '!': exclamation, '…': '…' };
        const isWrong = (text: string, original: string): boolean => {
          const mark = marks[original.slice(-1)];
          return mark === undefined ? /[.。।!！…:]$/.test(text) : !text.endsWith(mark);
        };
        assert.deepEqual(failing(isWrong), {});
      });

      it(`addresses the visitor in one register: ${register}`, () => {
        assert.deepEqual(
          failing((text) => never?.test(text.replace(/\{\w+\}/g, '')) ?? false),
          {},
        );
      });

      it('keeps its buttons short', () => {
        const isLong = (text: string, original: string, name: string): boolean => {
          const least = buttons.includes(name) ? buttonLettersMin : wideButtonLettersMin;
          const isButton = [...buttons, ...wideButtons].includes(name);
          return isButton && lettersOf(text) > Math.max(least, 1.9 * lettersOf(original));
        };
        assert.deepEqual(failing(isLong), {});
      });
    });
  }
});

async function load(tag: string): Promise<Locale> {
  return (await import(`../../../src/elements/locales/${tag}.ts`)) as Locale;
}

function tableOf({ promoCode, leadForm }: Locale): Table {
  return Object.fromEntries(
    Object.entries({ promoCode, leadForm }).flatMap(([part, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${part}.${key}`, text as string]),
    ),
  );
}

/** The placeholders, in any order. */
function placeholders(text: string): readonly string[] {
  return (text.match(/\{\w+\}/g) ?? []).toSorted((a, b) => a.localeCompare(b));
}

function lettersOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}
