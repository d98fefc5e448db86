/** A span of time in the words of a language: "12 seconds", "5 menit", "7 дней". */
export function inWords(count: number, unit: 'second' | 'minute' | 'day', lang: string): string {
  const words = count.toLocaleString(lang, { style: 'unit', unit, unitDisplay: 'long' });
  // CLDR puts a space before the unit even in Japanese and Chinese, which write none: "30 秒".
  return words.replace(/ (?=\p{sc=Han})/u, '');
}

/** In seconds below 90, as nobody counts further; in minutes from there. */
export function waitInWords(seconds: number, lang: string): string {
  return seconds < 90
    ? inWords(seconds, 'second', lang)
    : inWords(Math.ceil(seconds / 60), 'minute', lang);
}
