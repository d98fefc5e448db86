import { stripInvisible, toNormalForm } from './text.ts';

/** The vendor takes 8 to 14 digits (promos-seru: "must be from 8 to 14 digits"). */
export const phoneDigitsMin = 8;
export const phoneDigitsMax = 14;

/**
 * The digits of a phone number in ASCII: `+62 812-3456-789`, full-width and Arabic-Indic digits
 * become `628123456789`, and so does `0062 …`. A text that is not a phone number keeps its
 * offending character, so `isPhone()` is false. Idempotent.
 */
export function normalisePhone(phone: string): string {
  if (/^(?!00)\d*$/.test(phone)) return phone;
  const text = stripInvisible(toNormalForm(stripInvisible(phone), 'NFKC'));
  // Separators of people's phone numbers: Unicode spaces, dashes, dots, slashes, brackets, and what
  // the hyphen key types in kana.
  const ungrouped = text.replace(/[\s\p{Pd}\u2212\u30fc().\u00b7\u2022/]/gu, '');
  const digits = toNormalForm(ungrouped, 'NFKC');
  // Both precede a country code; none begins with 11, as an Australian number would.
  const dialled = /^(\+(?!\+))?(00(?=[2-9]|1[2-9]))?/;
  return digits.replace(/\p{Nd}/gu, asciiDigit).replace(dialled, '');
}

/** Whether a normalised phone has a length that the vendor accepts, and only digits. */
export function isPhone(digits: string): boolean {
  return /^[0-9]{8,14}$/.test(digits);
}

/** Whether a text is this phone (ASCII digits), in any formatting. */
export function readsAsPhone(text: string, phone: string): boolean {
  return text.length >= phone.length && normalisePhone(text) === phone;
}

/** In Unicode, the digits of each script are consecutive and in order. */
function asciiDigit(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x80) return character;
  let zero = codePoint;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((codePoint - zero) % 10);
}
