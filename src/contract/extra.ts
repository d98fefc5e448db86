import { isPrintable, lengthOf, normaliseText, toNormalForm } from './text.ts';

/**
 * The page's own fields of a lead, by name, without empty ones. The vendor has no place for them:
 * they stay with the stored lead.
 */
export type Extra = Readonly<Record<string, string>>;

export const extraCountMax = 16;
export const extraNameLengthMax = 64;
/** For one value, in code points. */
export const extraLengthMax = 1_000;
/**
 * For all values together: at four bytes a character, what a body of 32 KiB has room for beside the
 * rest of a lead.
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
 * The stored form of a value: NFC, trimmed, lines ended by a line feed, without what cannot be
 * shown, because nobody typed that. Idempotent.
 */
export function normaliseExtra(value: string): string {
  // What {@link isPrintable} refuses, except line feeds and tabs, which a text of several lines
  // has.
  const unprintable = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/gu;
  const text = value.replace(/\r\n?/g, '\n').replace(unprintable, '');
  return toNormalForm(text, 'NFC').trim();
}
