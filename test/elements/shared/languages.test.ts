import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as en from '../../../src/elements/locales/en.ts';
import type { Locale } from '../../../src/elements/locales/messages.ts';
import { languages, matchLanguage } from '../../../src/elements/shared/languages.ts';

const english: Locale = { ...en, leadForm: { ...en.leadForm, ...en.queue } };

/** What is put in, in no order. */
function placeholders(text: string): readonly string[] {
  return (text.match(/\{\w+\}/g) ?? []).toSorted((a, b) => a.localeCompare(b));
}

function textsOf({ promoCode, leadForm }: Locale): readonly (readonly [string, string])[] {
  return [...Object.entries(promoCode), ...Object.entries(leadForm)];
}

describe('matchLanguage()', () => {
  const matches: Readonly<Record<string, string>> = {
    id: 'id',
    'id-ID': 'id',
    'ID-id': 'id',
    in: 'id',
    'pt-BR': 'pt',
    'pt-PT': 'pt',
    zh: 'zh-hans',
    'zh-CN': 'zh-hans',
    'zh-TW': 'zh-hant',
    'zh-HK': 'zh-hant',
    'zh-Hant': 'zh-hant',
    tl: 'fil',
    iw: 'he',
    'kk-KZ': 'kk',
    en: 'en',
    'en-GB': 'en',
    sw: 'en',
    '': 'en',
    '../../x': 'en',
    'xx-XX-<svg>': 'en',
    __proto__x: 'en',
    constructor: 'en',
  };
  for (const [lang, key] of Object.entries(matches)) {
    it(`takes ${JSON.stringify(lang)} for ${key}`, () => {
      assert.equal(matchLanguage(lang), key);
    });
  }
});

describe('languages', () => {
  for (const [key, load] of Object.entries(languages)) {
    it(`${key} puts in what English puts in, and hides no character`, async () => {
      const locale = await load();
      const texts = new Map(textsOf(locale));
      for (const [name, text] of textsOf(english)) {
        const own = texts.get(name) ?? '';
        assert.notEqual(own.trim(), '', name);
        assert.deepEqual(placeholders(own), placeholders(text), `${name}: ${own}`);
        // Bidi controls and zero-width spaces; joiners shape words in Persian and Indic scripts.
        assert.doesNotMatch(own, /[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/, name);
      }
    });

    it(`${key} is a language whose numbers and dates the browser knows`, () => {
      assert.deepEqual(Intl.NumberFormat.supportedLocalesOf(key).length, 1);
    });
  }
});
