const ascii: RegExp = /^[ -~]*$/;

/**
 * Whether a text is printable ASCII, as most texts are: nothing below removes, composes or refuses
 * any of it. Compiling a regular expression with Unicode classes takes more time and memory than
 * everything else at a form's start, so each is created inside its function, when that is called.
 */
export function isPlainAscii(text: string): boolean {
  return ascii.test(text);
}

/**
 * A normal form, in linear time. Engines take quadratic time for a pile of marks, a quarter of a
 * second for 32 KiB. Such a pile is not writing, and stays as it is.
 */
export function toNormalForm(text: string, form: 'NFC' | 'NFKC'): string {
  // More marks than any script puts on one letter (UAX #15, 12, allows 30).
  return /\p{M}{31}/u.test(text) ? text : text.normalize(form);
}

/**
 * Removes every character that a person cannot see and did not mean: zero-width spaces, soft
 * hyphens, bidi isolates, Hangul fillers, byte order marks. Chat apps and word processors paste
 * them along.
 */
export function stripInvisible(text: string): string {
  return text.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '');
}

/**
 * The stored form of a text: NFC, trimmed, without invisible characters (joiners between letters
 * stay). A Braille cell without dots becomes a space: it is used for invisible names. Idempotent.
 */
export function normaliseText(text: string): string {
  if (isPlainAscii(text)) return text.trim();
  // The two joiners shape words in Persian and in Indic scripts, so between letters they stay. They
  // come last, because a Hangul filler, which Unicode calls a letter, has to be gone by then.
  const visible = text
    .replace(/(?![\u200c\u200d])[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .replace(/(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/gu, '')
    .replaceAll('\u2800', ' ');
  return toNormalForm(visible, 'NFC').trim();
}

/**
 * Whether a text can be shown, logged and sent upstream as it is: without control and line
 * separator characters, lone surrogates, noncharacters and private use. (Unassigned characters may
 * pass: Unicode grows faster than runtimes do.)
 */
export function isPrintable(text: string): boolean {
  return isPlainAscii(text) || toPrintable(text) === text;
}

/**
 * A text that can be stored anywhere: PostgreSQL has no NUL in texts, and UTF-8 no lone surrogate.
 */
export function toPrintable(text: string): string {
  const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/gu;
  return text.replace(unprintable, '\uFFFD');
}

/**
 * Whether a text may be a person's name. Emoji are a sign of a bot or of a joke; all scripts and
 * all punctuation are allowed. U+FFFD is what a decoder made of letters that it could not read: a
 * vendor would refuse it for good, but the visitor can type the name again.
 */
export function isName(text: string): boolean {
  return isPlainAscii(text) || (isPrintable(text) && !/[\uFFFD\p{Emoji_Presentation}]/u.test(text));
}

/** Characters as `varchar(255)` counts them: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}
