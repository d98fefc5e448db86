/** A longer text is a page and not a status. */
const lengthMax = 160;
const unprintable: RegExp = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/**
 * An upstream's own text as it may be kept and logged: cut, on one line, and without our secrets,
 * which a server that echoes its input would hand back.
 */
export function quote(text: string, secrets: readonly string[]): string {
  let safe = text.slice(0, lengthMax * 4);
  for (const secret of secrets) {
    if (secret.length <= 1) continue;
    const encoded = encodeURIComponent(secret.toWellFormed());
    safe = safe.replaceAll(secret, '…').replaceAll(encoded, '…');
  }
  return Array.from(safe.replace(unprintable, ' ').trim()).slice(0, lengthMax).join('');
}

/** The same for an error's message, which must hold no URL and no digit (a phone, an id). */
export function quoteForError(text: string, secrets: readonly string[]): string {
  const safe = quote(text, secrets)
    .replace(/(?<!\S)\S*:\/\/\S*/g, '…')
    .replace(/\p{Nd}/gu, '#');
  return `unknown text ${JSON.stringify(safe)}`;
}
