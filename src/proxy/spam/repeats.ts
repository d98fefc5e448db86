import type { LeadRequest } from '../../contract/lead.ts';
import { toNormalForm } from '../../contract/text.ts';
import { hmac } from '../../store/digest.ts';
import type { Tallies } from '../limits/tallies.ts';
import type { SpamCircumstances } from './spam-score.ts';

/** This many of one name or text are normal, and one more each interval. */
const repeatsMax = 20;
const intervalMs = 10 * 60_000;
/** This many are counted in memory alone: what comes once or twice costs no write. */
const inMemoryMax = 4;
/** Letters in the page's own fields; fewer may be an option of a list, the same for many. */
const longLength = 40;

export interface RepeatsOptions {
  readonly tallies: Tallies;
  readonly secret: string;
}

/** Counts leads with equal names or texts, under digests: no text of a visitor is kept. */
export class Repeats {
  readonly #options: RepeatsOptions;

  constructor(options: RepeatsOptions) {
    this.#options = options;
  }

  /** Counts this lead, and returns what there is too much of. */
  async count(lead: LeadRequest): Promise<SpamCircumstances['repeats']> {
    const { tallies, secret } = this.#options;
    const { names, text } = textsOf(lead);
    const what = text.length >= longLength ? 'copies' : 'namesakes';
    const same = what === 'copies' ? `${names}\n${text}` : names;
    const key = hmac(secret, `${what} ${same}`);
    const tally = { key, intervalMs, inMemoryMax, burstMax: repeatsMax, isWriteOnly: true };
    return (await tallies.count(tally, repeatsMax)) ? undefined : what;
  }
}

/** Letters alone: another number, space or dot does not make it another text. */
function textsOf({ first_name, last_name, extra = {} }: LeadRequest): {
  readonly names: string;
  readonly text: string;
} {
  const own = Object.entries(extra).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    names: lettersOf(`${first_name} ${last_name}`),
    text: lettersOf(own.map(([, value]) => value).join(' ')),
  };
}

function lettersOf(text: string): string {
  return toNormalForm(text, 'NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}]/gu, '');
}
