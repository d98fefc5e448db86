import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  languages,
  matchLanguage,
  setDefaultLang,
} from '../../../src/elements/shared/languages.ts';

describe('matchLanguage()', () => {
  const matches: Readonly<Record<string, string>> = {
    id: 'id',
    'id-ID': 'id',
    'ID-id': 'id',
    // Current forms of older and longer codes (BCP 47, CLDR aliases).
    in: 'id',
    iw: 'he',
    tl: 'fil',
    mo: 'ro',
    ind: 'id',
    cmn: 'zh-hans',
    // A reader of one script may not read the other.
    zh: 'zh-hans',
    'zh-CN': 'zh-hans',
    'zh-SG': 'zh-hans',
    'zh-Hans-HK': 'zh-hans',
    'zh-TW': 'zh-hant',
    'zh-HK': 'zh-hant',
    'zh-Hant': 'zh-hant',
    'zh-Hant-MO': 'zh-hant',
    'pt-BR': 'pt',
    'pt-PT': 'pt',
    'es-419': 'es',
    'es-MX-u-nu-latn': 'es',
    'ar-EG-x-shop': 'ar',
    'kk-KZ': 'kk',
    en: 'en',
    'en-GB': 'en',
    // Not ours; a neighbour's language would be worse than English.
    'sr-Latn': 'en',
    sw: 'en',
    ur: 'en',
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
  it('offer every module except English, which is built in', async () => {
    const files = globSync('src/elements/locales/!(messages|en).ts');
    const modules = await Promise.all(Object.values(languages).map((load) => load()));
    assert.equal(new Set(modules).size, files.length);
    assert.equal(modules.length, files.length);
  });

  for (const key of Object.keys(languages)) {
    it(`${key} is a language whose numbers and dates the browser knows`, () => {
      assert.deepEqual(Intl.NumberFormat.supportedLocalesOf(key).length, 1);
    });
  }
});

describe('setDefaultLang()', () => {
  it('sets the language where no `lang` applies', () => {
    setDefaultLang('id-ID');
    const matched = ['', 'de', 'en'].map(matchLanguage);
    setDefaultLang('en');
    assert.deepEqual(matched, ['id', 'de', 'en']);
  });
});
