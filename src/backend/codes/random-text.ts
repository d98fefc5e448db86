/** Random characters of `alphabet` (256 at most), all equally likely. */
export function randomText(length: number, alphabet: string): string {
  // Bytes above the last whole multiple would favour the first characters, so they are skipped.
  const fair = 256 - (256 % alphabet.length);
  const bytes = new Uint8Array(64);
  let text = '';
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(bytes)) {
      if (byte < fair && text.length < length) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}
