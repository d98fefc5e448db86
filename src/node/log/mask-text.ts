const url = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]*/gi;
/** Phone numbers as people write them: 8 digits or more, with what `normalisePhone()` drops. */
const phone = /\+?\p{Nd}(?:[\s().\p{Pd}\u2212\u30fc\u00b7\u2022/\p{Cf}]{0,2}\p{Nd}){7,}/gu;

/** Removes URLs, which may hold a token, and masks digits that may be a phone. */
export function maskText(text: string): string {
  return text.replace(url, '[url]').replace(phone, '[digits]');
}
