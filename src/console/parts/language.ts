import { en } from '../texts/en.ts';
import { id } from '../texts/id.ts';
import { ru } from '../texts/ru.ts';
import type { Texts } from '../texts/texts.ts';

/** By their BCP 47 tags, each with its name in itself. */
export const languages: Readonly<Record<Language, { readonly name: string; texts: Texts }>> = {
  en: { name: 'English', texts: en },
  id: { name: 'Bahasa Indonesia', texts: id },
  ru: { name: 'Русский', texts: ru },
};
export type Language = 'en' | 'id' | 'ru';

const key = 'promo-lead-console-language';

export function isLanguage(text: string): text is Language {
  return Object.hasOwn(languages, text);
}

/** The language chosen last, otherwise the first of the browser's that we have. */
export function preferredLanguage(): Language {
  const wanted = [stored() ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find(isLanguage) ?? 'en';
}

export function rememberLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // Storage is denied: the choice only lasts as long as the page.
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
