import { isPrintable, lengthOf, normaliseText, toNormalForm } from './text.ts';

/**
 * The page's own fields of a lead, by name; a field that was left empty is not there. The vendor
 * has no place for them: they stay with the stored lead.
 */
export type Extra = Readonly<Record<string, string>>;

export const extraCountMax = 16;
export const extraNameLengthMax = 64;
/** Of one value, in code points. */
export const extraLengthMax = 1_000;
/**
 * Of all values together: at four bytes a character, what a body of 32 KiB has room for beside
 * the rest of a lead.
 */
export const extraLengthMaxInAll = 3_000;

/** Names that change what an object is when a careless copy assigns them. */
export const reservedNames: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);

/** Whether the page's own field may have this name. */
export function isExtraName(name: string): boolean {
  const isKept = name !== '' && name === normaliseText(name) && isPrintable(name);
  return isKept && lengthOf(name) <= extraNameLengthMax && !reservedNames.has(name);
}

/**
 * A value as it is kept: what was typed, NFC, trimmed, lines ended by a line feed. What could not
 * be shown is left out, for it was not typed either. Idempotent.
 */
export function normaliseExtra(value: string): string {
  // What {@link isPrintable} refuses, but line feeds and tabs, which several lines have.
  const unprintable = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/gu;
  const text = value.replace(/\r\n?/g, '\n').replace(unprintable, '');
  return toNormalForm(text, 'NFC').trim();
}
