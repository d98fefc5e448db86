const url = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]*/gi;
/** As people write numbers: 8 digits and more, with what may stand between two of them. */
const phone = /\+?\p{Nd}(?:[\s().\-/]{0,2}\p{Nd}){7,}/gu;

/** Leaves out URLs, which may hold a token, and digits that may be a phone. */
export function maskText(text: string): string {
  return text.replace(url, '[url]').replace(phone, '[digits]');
}
