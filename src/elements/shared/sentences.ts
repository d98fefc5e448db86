/** Joins two texts with a space; a full-width stop includes its own. */
export function join(first: string, second: string): string {
  return first && !first.endsWith('。') ? `${first} ${second}` : first + second;
}

/** The longest of several texts for one place, by number of characters. */
export function longest(...texts: readonly string[]): string {
  return texts.reduce((long, text) => (text.length > long.length ? text : long));
}
