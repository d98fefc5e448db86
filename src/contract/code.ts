import { isPlainAscii, stripInvisible, toNormalForm } from './text.ts';

/** The longest promo code that is looked up, in characters; a longer one is unknown. */
export const codeLengthMax = 64;

/**
 * The normal form of a promo code: NFKC, without invisible characters, dashes unified, trimmed.
 * Case stays: the upstream gets the spelling of its own list. Idempotent.
 */
export function normaliseCode(code: string): string {
  if (isPlainAscii(code)) return code.trim();
  const text = stripInvisible(toNormalForm(stripInvisible(code), 'NFKC'));
  // Hyphens, dashes and the minus sign that phones and word processors write for `-`.
  return toNormalForm(text.replace(/[\p{Pd}\u2212]/gu, '-'), 'NFKC').trim();
}

/**
 * Equal for two spellings of one code, regardless of case.
 *
 * Lower case by code point, never upper: `'ı'.toUpperCase()` is `'I'`, which would make two
 * codes one, and lower-casing whole words makes a Greek sigma depend on its neighbours.
 */
export function codeKey(code: string): string {
  if (isPlainAscii(code)) return code.trim().toLowerCase();
  const lower = Array.from(normaliseCode(code), (character) => character.toLowerCase());
  return toNormalForm(lower.join(''), 'NFKC');
}

/** Replaces a phone that was typed as a promo code, once it is erased. */
export const erasedCode = '[erased]';
