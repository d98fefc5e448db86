/** What is cut out of a module of Lit, and what stands there instead. */
export type Cut = readonly [from: RegExp, to: string];

/** Stands for a condition that is never met here. */
export const off = 'false';

/** What each module of Lit has for its developers. */
export const withoutWarnings: readonly Cut[] = [
  [/const DEV_MODE = true;/, 'const DEV_MODE = false;'],
  [/const polyfillSupport = DEV_MODE[^;]*;/, 'const polyfillSupport = undefined;'],
  [/\(global\.\w+Versions \?\?= \[\]\)\.push\('[\d.]+'\);/, ''],
];

/** @throws where the text does not match: another version of Lit. */
export function cut(text: string, [from, to]: Cut, file: string): string {
  if (text.search(from) < 0) throw new Error(`Cannot slim Lit: ${from} is not in ${file}`);
  // A function, because `$` has a meaning in a text.
  return text.replace(from, (_, ...groups: readonly unknown[]) =>
    to.replaceAll('$1', () => String(groups[0])),
  );
}
