/** A pattern in a module of Lit, and its replacement. */
export type Cut = readonly [from: RegExp, to: string];

/** Replaces a condition that is never true here. */
export const off = 'false';

/** Removes each Lit module's warnings for developers. */
export const withoutWarnings: readonly Cut[] = [
  [/const DEV_MODE = true;/, 'const DEV_MODE = false;'],
  [/const polyfillSupport = DEV_MODE[^;]*;/, 'const polyfillSupport = undefined;'],
  [/\(global\.\w+Versions \?\?= \[\]\)\.push\('[\d.]+'\);/, ''],
];

/** @throws if the text does not match: another version of Lit. */
export function cut(text: string, [from, to]: Cut, file: string): string {
  if (text.search(from) < 0) throw new Error(`Cannot slim Lit: ${from} is not in ${file}`);
  // A function, because `$` has a special meaning in a replacement text.
  return text.replace(from, (_, ...groups: readonly unknown[]) =>
    to.replaceAll('$1', () => String(groups[0])),
  );
}
