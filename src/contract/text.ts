/**
 * Characters that a person cannot see and did not mean: zero-width spaces, soft hyphens, bidi
 * isolates, Hangul fillers, byte order marks. Chat apps and word processors paste them along.
 */
const invisible: RegExp = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** The two joiners shape words in Persian and in Indic scripts, so between letters they stay. */
const joiner: RegExp = /^[\u200c\u200d]$/;
const letter: RegExp = /^[\p{L}\p{M}]$/u;

/** Removes every invisible character. */
export function stripInvisible(text: string): string {
  return text.replace(invisible, '');
}

/**
 * A text as it is kept: NFC, trimmed, without invisible characters (joiners between letters stay).
 * Idempotent.
 */
export function normaliseText(text: string): string {
  const composed = text.normalize('NFC');
  const visible = composed.replace(invisible, (character, offset: number) => {
    const before = lastCodePoint(composed.slice(Math.max(0, offset - 2), offset));
    const after = String.fromCodePoint(composed.codePointAt(offset + 1) ?? 0);
    return joiner.test(character) && letter.test(before) && letter.test(after) ? character : '';
  });
  return visible.normalize('NFC').trim();
}

function lastCodePoint(text: string): string {
  return Array.from(text).at(-1) ?? '';
}

/**
 * What no name or note holds: control and line separator characters, lone surrogates,
 * noncharacters, private use. (Unassigned is left out: Unicode grows faster than runtimes do.)
 */
const unprintable: RegExp = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/u;

/** Whether a text can be shown, logged and sent upstream as it is. */
export function isPrintable(text: string): boolean {
  return !unprintable.test(text);
}

/** Characters as `varchar(255)` counts them: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
