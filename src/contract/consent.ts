import { toNormalForm } from './text.ts';

/** In UTF-16 units: a page and a half, which leaves room for the rest of a lead in 32 KiB. */
export const consentTextLengthMax = 4_000;

/**
 * What somebody agreed to, on one line, kept as evidence. It is the page's own text, so nothing odd
 * in it costs a lead. Idempotent.
 */
export function normaliseConsentText(text: string): string {
  return toNormalForm(text.toWellFormed(), 'NFC')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

/**
 * Whether a text is as short as those that forms send. Normalised it may be longer: NFC writes some
 * letters, of Bengali for instance, as two characters.
 */
export function isConsentText(text: string): boolean {
  return [text, normaliseConsentText(text)].some(({ length }) => length <= consentTextLengthMax);
}
