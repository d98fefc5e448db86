import { fileSetting, settings } from './settings.ts';
import type { Environment } from './sources.ts';
import { hintAt, suggest } from './suggest.ts';

/** Prefixes that can only be meant for us, with their common misspellings. */
const prefixes: readonly (readonly [prefix: string, spelt: RegExp])[] = [
  ['PROMO_LEAD_', /^PROMO_?LEADS?_/],
  ['PROMOHOLDER_', /^PROMO_?HOLDER_/],
  ['PROMOS_SERU_', /^PROMOS?_?SERU_/],
];

/** A sentence for each variable that looks like one of ours and is not. */
export function unknownVariables(env: Environment): readonly string[] {
  const known = [fileSetting, ...settings].flatMap(({ variable }) => variable ?? []);
  return Object.keys(env)
    .filter((name) => !known.includes(name))
    .toSorted()
    .flatMap((name) =>
      prefixes
        .filter(([, spelt]) => spelt.test(name))
        .map(([prefix, spelt]) => {
          const hint = hintAt(meantBy(name.replace(spelt, ''), prefix, known));
          return `${name} is no variable of promo-lead, and is ignored.${hint}`;
        }),
    );
}

/**
 * Compared without the prefix: with it, all of ours are close to each other. Some of ours, such as
 * `PORT`, have none.
 */
function meantBy(rest: string, prefix: string, known: readonly string[]): string | undefined {
  const names = new Map(
    known
      .filter((name) => name.startsWith(prefix) || !hasPrefix(name))
      .map((name) => [hasPrefix(name) ? name.slice(prefix.length) : name, name]),
  );
  return names.get(suggest(rest, [...names.keys()]) ?? '');
}

function hasPrefix(name: string): boolean {
  return prefixes.some(([prefix]) => name.startsWith(prefix));
}
