const ascii: RegExp = /^[ -~]*$/;

/**
 * Whether a text is what most of them are: ASCII that can be seen, of which nothing below removes,
 * composes or refuses anything. An engine takes longer to make a pattern of Unicode's classes, and
 * more memory to keep it, than all else that a form does at first; so each stands in a function,
 * which makes it when it is called.
 */
export function isPlainAscii(text: string): boolean {
  return ascii.test(text);
}

/**
 * A normal form, in a time that grows with the text. What engines do with a pile of marks takes the
 * square of its height, a quarter of a second for 32 KiB; it is no writing, and stays as it is.
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
 * A text as it is kept: NFC, trimmed, without invisible characters (joiners between letters stay).
 * A Braille cell without a dot is a space, and is used for a name that nobody sees. Idempotent.
 */
export function normaliseText(text: string): string {
  if (isPlainAscii(text)) return text.trim();
  // The two joiners shape words in Persian and in Indic scripts, so between letters they stay. They
  // come last: a Hangul filler beside one is a letter to Unicode, and is not there to stay.
  const visible = text
    .replace(/(?![\u200c\u200d])[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .replace(/(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/gu, '')
    .replaceAll('\u2800', ' ');
  return toNormalForm(visible, 'NFC').trim();
}

/**
 * Whether a text can be shown, logged and sent upstream as it is. What no name or note holds:
 * control and line separator characters, lone surrogates, noncharacters, private use. (Unassigned
 * is left out: Unicode grows faster than runtimes do.)
 */
export function isPrintable(text: string): boolean {
  return isPlainAscii(text) || toPrintable(text) === text;
}

/** A text that can be kept anywhere: PostgreSQL has no NUL in a text, and UTF-8 no half a pair. */
export function toPrintable(text: string): string {
  const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/gu;
  return text.replace(unprintable, '\uFFFD');
}

/**
 * Whether a text may be a person's name: emoji are a sign of a bot or of a joke, scripts and
 * punctuation all stay. U+FFFD is what a decoder made of letters that it could not read: a vendor
 * refuses it for good, and whoever typed the name can type it again.
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
