/** One text after another; a full-width stop brings its own space. */
export function join(first: string, second: string): string {
  return first && !first.endsWith('。') ? `${first} ${second}` : first + second;
}

/** Of texts that may stand in one place: the one that needs the most room, by its characters. */
export function longest(...texts: readonly string[]): string {
  return texts.reduce((long, text) => (text.length > long.length ? text : long));
}
