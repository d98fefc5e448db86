/** The direction that was chosen, or else the one in which the language is written. */
export function directionOf(lang: string, chosen = ''): string {
  if (chosen !== '') return chosen;
  return /^(?:ar|fa|he)$/.test(lang) ? 'rtl' : 'ltr';
}
