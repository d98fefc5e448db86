import { settings } from './settings.ts';
import type { Environment } from './sources.ts';
import { didYouMean } from './suggest.ts';

/** Names that can only be meant for us, however they are spelt. */
const ours = /^PROMO_?LEADS?_|^PROMO_?HOLDER_|^PROMOS?_?SERU_/;

/** A sentence for each variable that looks like one of ours and is none. */
export function unknownVariables(env: Environment): readonly string[] {
  const known = settings.flatMap(({ variable }) => variable ?? []);
  return Object.keys(env)
    .filter((name) => ours.test(name) && !known.includes(name))
    .toSorted()
    .map(
      (name) => `${name} is no variable of promo-lead, and is ignored.${didYouMean(name, known)}`,
    );
}
