import { Batches } from '../../store/commits/batches.ts';
import { StoreError } from '../../store/store-error.ts';
import { LruMap } from '../lru-map.ts';
import { longestBacklogMs, nextClearAt, plausibleBacklogMs, waitMs } from './gcra.ts';
import type { Looks } from './looks.ts';
import type { Counting, Rates } from './rates.ts';

/** What is counted. */
export interface Tally {
  readonly key: string;
  readonly intervalMs: number;
  /** So many at once are counted in memory alone. */
  readonly quiet: number;
  /** So many are counted in memory between two writes, where a few more or less do no harm. */
  readonly step?: number;
  /** There are never more than so many at once. */
  readonly most: number;
  /** It is nothing to ask the store for before it is conspicuous: few come a second time. */
  readonly isFleeting?: boolean;
}

interface Count {
  /** When nothing will be counted any more: of what is known here of all servers. */
  clearAt: number;
  /** Counted, and not in the store yet. */
  unsaved: number;
  /** When the store was asked. */
  readonly askedAt: number;
}

export interface TalliesOptions {
  readonly rates: Rates;
  readonly looks: Looks;
  readonly now: () => number;
  readonly nextTurn: () => Promise<void>;
}

const sizeMax = 20_000;
/** How often what is clear is removed from the store, in between those that count there. */
const forgetMs = 60_000;
/** For how long what the store said holds where nothing was counted there since. */
const freshMs = 60_000;

/**
 * Counts what is common, and of which next to nothing is a flood: by an honest visitor nothing is
 * written. So a server counts in its memory first, and whatever becomes conspicuous there, all of
 * it, in the store: from then on no more get through, of all servers together, than have room. A
 * server that starts, or meets a key anew, asks the store once; and those that ask or count in one
 * turn of the event loop do so in one go.
 *
 * With `n` servers, `n` times `quiet` (and `step`) may thus go unseen. What nobody may do once more
 * than allowed (a guess, a challenge) is not counted here.
 */
export class Tallies {
  readonly #options: TalliesOptions;
  readonly #counts = new LruMap<Count>(sizeMax);
  #forgottenAt = 0;
  readonly #countings: Batches<Counting, number | false>;

  constructor(options: TalliesOptions) {
    this.#options = options;
    const { rates, now, nextTurn } = options;
    this.#countings = new Batches({
      nextTurn,
      carryOut: async (countings) => {
        await this.#forget();
        return rates.countAll(countings, now());
      },
    });
  }

  /** In how many ms each is clear, as far as this server knows. */
  async backlogs(tallies: readonly Tally[]): Promise<readonly number[]> {
    const now = this.#options.now();
    await this.#ask(tallies);
    return tallies.map((tally) => Math.max(0, this.#countOf(tally).clearAt - now));
  }

  /**
   * Counts one; false, and nothing counted, where there is no room. Where the store takes no writes
   * this server counts on in its memory: nobody is refused because it cannot be written down.
   */
  async count(tally: Tally, burst: number): Promise<boolean> {
    const { key, intervalMs, quiet, most, step = 1 } = tally;
    await this.#ask([tally]);
    const count = this.#countOf(tally);
    const now = this.#options.now();
    const backlogMs = Math.max(0, count.clearAt - now);
    const rate = { burst, intervalMs };
    if (waitMs(rate, backlogMs) > 0) return false;
    count.clearAt = nextClearAt(now, backlogMs, rate);
    count.unsaved += 1;
    if (backlogMs < quiet * intervalMs || count.unsaved < step) return true;

    const number = count.unsaved;
    count.unsaved = 0;
    const backlogMsMax = longestBacklogMs({ burst: most, intervalMs });
    const counting = { key, rate, number, backlogMsMax };
    const clearAt = await this.#countings.add(counting).catch(ofNoStore);
    if (clearAt === undefined) {
      count.unsaved += number;
      return true;
    }
    if (clearAt === false) {
      // Others have counted more than we knew of. Those before this one are in already, and are
      // counted with the next for whom there is room.
      count.unsaved += number - 1;
      count.clearAt = Math.max(count.clearAt - intervalMs, now + burst * intervalMs);
      return false;
    }
    count.clearAt = Math.max(count.clearAt, clearAt);
    return true;
  }

  async #forget(): Promise<void> {
    const { rates, now } = this.#options;
    if (Math.abs(now() - this.#forgottenAt) < forgetMs) return;
    this.#forgottenAt = now();
    await rates.forget(now());
  }

  /** Asks the store for those of which nothing is known here, or nothing of late. */
  async #ask(tallies: readonly Tally[]): Promise<void> {
    const now = this.#options.now();
    const wanting = tallies
      .map((tally) => ({ tally, known: this.#counts.get(tally.key) }))
      .filter(({ known }) => !known || Math.abs(now - known.askedAt) >= freshMs);
    if (wanting.length === 0) return;
    const keys = wanting.flatMap(({ tally }) => (tally.isFleeting ? [] : [tally.key]));
    const ahead = wanting.filter(({ known }) => known && behindMs(known, now) > 0);
    // What is stored by a clock that was ahead would be a flood until this one catches up with it.
    await this.#options.rates.drop(ahead.map(({ tally }) => tally.key));
    const found = keys.length > 0 ? await this.#options.looks.backlogs(keys) : [];
    const backlogs = new Map(keys.map((key, index) => [key, found[index]]));
    for (const { tally, known } of wanting) {
      // Others may have asked as well, and were faster.
      if (this.#counts.get(tally.key) !== known) continue;
      this.#counts.set(tally.key, asAsked(tally, { known, now, found: backlogs.get(tally.key) }));
    }
  }

  /** What is known of it here; nothing of one that was forgotten since it was asked for. */
  #countOf({ key }: Tally): Count {
    const known = this.#counts.get(key);
    if (known) return known;
    const count = { clearAt: 0, unsaved: 0, askedAt: this.#options.now() };
    this.#counts.set(key, count);
    return count;
  }
}

function ofNoStore(error: unknown): undefined {
  if (!(error instanceof StoreError)) throw error;
}

interface Asked {
  readonly known: Count | undefined;
  readonly now: number;
  /** In how many ms it is clear, as the store has it. */
  readonly found: number | undefined;
}

/** By how much the clock was set back since the store was asked; 0 where it was not. */
function behindMs({ askedAt }: Count, now: number): number {
  return askedAt - now > freshMs ? askedAt - now : 0;
}

/** What the store said and what was counted here, where the clock allows for it. */
function asAsked({ intervalMs, most }: Tally, { known, now, found = 0 }: Asked): Count {
  const { unsaved = 0 } = known ?? {};
  const clearAt = known ? known.clearAt - behindMs(known, now) : 0;
  const longestMs = longestBacklogMs({ burst: most, intervalMs });
  // The clock may also have been set back when nobody here saw it.
  const backlogs = [found, clearAt - now].map((ms) => plausibleBacklogMs(ms, longestMs));
  return { clearAt: now + Math.max(...backlogs), unsaved, askedAt: now };
}
