import { BatchQueue } from '../../store/commits/batch-queue.ts';
import { StoreError } from '../../store/store-error.ts';
import { LruMap } from '../lru-map.ts';
import type { BatchedReads } from './batched-reads.ts';
import { longestBacklogMs, nextClearAt, plausibleBacklogMs, waitMs } from './gcra.ts';
import type { Counting, Rates } from './rates.ts';

/** What is counted, and how often it is written. */
export interface Tally {
  readonly key: string;
  readonly intervalMs: number;
  /** At most this many at once are counted in memory alone. */
  readonly inMemoryMax: number;
  /** Above that, one write per this many: for a limit that need not be exact. */
  readonly writeEvery?: number;
  /** The largest burst that any caller allows. */
  readonly burstMax: number;
  /** Never read from the store before it is written: such a key rarely comes a second time. */
  readonly isWriteOnly?: boolean;
}

interface Count {
  /** When the key is clear again, as far as this server knows. */
  clearAt: number;
  /** Counted, but not written yet. */
  unsaved: number;
  /** When the store was read. */
  readonly readAt: number;
}

export interface TalliesOptions {
  readonly rates: Rates;
  readonly reads: BatchedReads;
  readonly now: () => number;
  readonly nextTurn: () => Promise<void>;
}

const sizeMax = 20_000;
/** How often keys that are clear are removed from the store, before the next write. */
const forgetMs = 60_000;
/** How old a read of the store may be if nothing was written since. */
const readMaxAgeMs = 60_000;

/**
 * In-memory counters with write-behind, because almost no request is part of a flood: an honest
 * visitor costs no write. A key above `inMemoryMax` is counted in the store, all of it, so from
 * then on all servers together let in no more than the limit. A server that starts, or sees a key
 * for the first time, reads it from the store once. Reads and writes of one turn of the event loop
 * share a statement or a commit.
 *
 * With `n` servers, up to `n` times `inMemoryMax` (and `writeEvery`) may go uncounted. Guesses and
 * challenges have to be exact, so they are not counted here.
 */
export class Tallies {
  readonly #options: TalliesOptions;
  readonly #counts = new LruMap<Count>(sizeMax);
  #forgottenAt = 0;
  readonly #countings: BatchQueue<Counting, number | false>;

  constructor(options: TalliesOptions) {
    this.#options = options;
    const { rates, now, nextTurn } = options;
    this.#countings = new BatchQueue({
      nextTurn,
      run: async (countings) => {
        await this.#forget();
        return rates.countAll(countings, now());
      },
    });
  }

  /** The backlog of each in ms, as far as this server knows. */
  async backlogs(tallies: readonly Tally[]): Promise<readonly number[]> {
    const now = this.#options.now();
    await this.#read(tallies);
    return tallies.map((tally) => Math.max(0, this.#countOf(tally).clearAt - now));
  }

  /**
   * Counts one; false, and nothing counted, if there is no room. If the store takes no writes, this
   * server goes on counting in memory: nobody is refused because of a failed write.
   */
  async count(tally: Tally, burst: number): Promise<boolean> {
    const { key, intervalMs, inMemoryMax, burstMax, writeEvery = 1 } = tally;
    await this.#read([tally]);
    const count = this.#countOf(tally);
    const now = this.#options.now();
    const backlogMs = Math.max(0, count.clearAt - now);
    const rate = { burst, intervalMs };
    if (waitMs(rate, backlogMs) > 0) return false;
    count.clearAt = nextClearAt(now, backlogMs, rate);
    count.unsaved += 1;
    if (backlogMs < inMemoryMax * intervalMs || count.unsaved < writeEvery) return true;

    const number = count.unsaved;
    count.unsaved = 0;
    const backlogMsMax = longestBacklogMs({ burst: burstMax, intervalMs });
    const counting = { key, rate, number, backlogMsMax };
    const clearAt = await this.#countings.add(counting).catch(ignoreStoreError);
    if (clearAt === undefined) {
      count.unsaved += number;
      return true;
    }
    if (clearAt === false) {
      // Other servers have counted more than we knew. Those before this one were let in already,
      // and are counted with the next one that has room.
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

  /** Reads those from the store that are unknown here, or were read too long ago. */
  async #read(tallies: readonly Tally[]): Promise<void> {
    const now = this.#options.now();
    const unread = tallies
      .map((tally) => ({ tally, known: this.#counts.get(tally.key) }))
      .filter(({ known }) => !known || Math.abs(now - known.readAt) >= readMaxAgeMs);
    if (unread.length === 0) return;
    const keys = unread.flatMap(({ tally }) => (tally.isWriteOnly ? [] : [tally.key]));
    const ahead = unread.filter(({ known }) => known && behindMs(known, now) > 0);
    // What a clock that was ahead has stored would count as a flood until this clock catches up.
    await this.#options.rates.drop(ahead.map(({ tally }) => tally.key));
    const found = keys.length > 0 ? await this.#options.reads.backlogs(keys) : [];
    const backlogs = new Map(keys.map((key, index) => [key, found[index]]));
    for (const { tally, known } of unread) {
      // Another call may have read it first.
      if (this.#counts.get(tally.key) !== known) continue;
      this.#counts.set(tally.key, merge(tally, { known, now, found: backlogs.get(tally.key) }));
    }
  }

  /** The count that is known here; an empty one if it was forgotten since it was read. */
  #countOf({ key }: Tally): Count {
    const known = this.#counts.get(key);
    if (known) return known;
    const count = { clearAt: 0, unsaved: 0, readAt: this.#options.now() };
    this.#counts.set(key, count);
    return count;
  }
}

function ignoreStoreError(error: unknown): undefined {
  if (!(error instanceof StoreError)) throw error;
}

interface ReadResult {
  readonly known: Count | undefined;
  readonly now: number;
  /** The backlog in ms, as the store has it. */
  readonly found: number | undefined;
}

/** By how much the clock was set back since the store was read; 0 if it was not. */
function behindMs({ readAt }: Count, now: number): number {
  return readAt - now > readMaxAgeMs ? readAt - now : 0;
}

/** What the store has and what was counted here, as far as the clock makes it plausible. */
function merge({ intervalMs, burstMax }: Tally, { known, now, found = 0 }: ReadResult): Count {
  const { unsaved = 0 } = known ?? {};
  const clearAt = known ? known.clearAt - behindMs(known, now) : 0;
  const longestMs = longestBacklogMs({ burst: burstMax, intervalMs });
  // The clock may also have been set back when nobody here saw it.
  const backlogs = [found, clearAt - now].map((ms) => plausibleBacklogMs(ms, longestMs));
  return { clearAt: now + Math.max(...backlogs), unsaved, readAt: now };
}
