import type { Locale } from '../locales/messages.ts';

/**
 * Every language is a module that is fetched when needed, except English, which is inlined. The key
 * is the language's subtag; for Chinese with the script, as a reader of one may not read the other.
 */
export const languages: Readonly<Record<string, () => Promise<Locale>>> = {
  ar: () => import('../locales/ar.ts'),
  bn: () => import('../locales/bn.ts'),
  de: () => import('../locales/de.ts'),
  es: () => import('../locales/es.ts'),
  fa: () => import('../locales/fa.ts'),
  fil: () => import('../locales/fil.ts'),
  fr: () => import('../locales/fr.ts'),
  he: () => import('../locales/he.ts'),
  hi: () => import('../locales/hi.ts'),
  id: () => import('../locales/id.ts'),
  it: () => import('../locales/it.ts'),
  ja: () => import('../locales/ja.ts'),
  kk: () => import('../locales/kk.ts'),
  ko: () => import('../locales/ko.ts'),
  ms: () => import('../locales/ms.ts'),
  pl: () => import('../locales/pl.ts'),
  pt: () => import('../locales/pt-BR.ts'),
  ro: () => import('../locales/ro.ts'),
  ru: () => import('../locales/ru.ts'),
  th: () => import('../locales/th.ts'),
  tr: () => import('../locales/tr.ts'),
  uk: () => import('../locales/uk.ts'),
  vi: () => import('../locales/vi.ts'),
  'zh-hans': () => import('../locales/zh-Hans.ts'),
  'zh-hant': () => import('../locales/zh-Hant.ts'),
};

let defaultLang = 'en';

/** Sets the language (BCP 47) of elements to which no `lang` attribute applies. */
export function setDefaultLang(lang: string): void {
  defaultLang = lang;
}

/**
 * The key of {@link languages} for a `lang` attribute, or for the default if that is empty. Likely
 * subtags (Unicode CLDR) make `zh-TW` traditional and `tl` Filipino; a region alone changes
 * nothing.
 */
export function matchLanguage(nearest: string): string {
  const lang = nearest || defaultLang;
  const [subtag] = lang.toLowerCase().split('-') as [string];
  if (isKnown(subtag)) return subtag;
  try {
    const { language, script } = new Intl.Locale(lang).maximize();
    return [`${language}-${script}`.toLowerCase(), language].find(isKnown) ?? 'en';
  } catch {
    // Not a language tag: `xx-XX-<svg>`, or nothing.
    return 'en';
  }
}

/** Most tags begin with a key. Loading CLDR takes an engine longer than creating an element. */
function isKnown(key: string): boolean {
  return key === 'en' || Object.hasOwn(languages, key);
}

const loaded = new Map<string, Locale>();

/** The texts for a key of {@link languages}, if they have been loaded. */
export function loadedLocale(key: string): Locale | undefined {
  return loaded.get(key);
}

/**
 * Loads the texts of a language (BCP 47), so that elements have them from their first render on: on
 * a server, and in the page that takes over what the server rendered. English is always there.
 *
 * @throws where the module of that language does not come.
 */
export async function loadLocale(lang: string): Promise<void> {
  const key = matchLanguage(lang);
  const locale = await languages[key]?.();
  if (locale) loaded.set(key, locale);
}
