import { padInList } from '../../store/rows/pad-in-list.ts';
import { type Store, type StoreTransaction, transact } from '../../store/store.ts';
import type { Rate } from './gcra.ts';

/** Some of one thing, which are counted together or not at all. */
export interface Counting {
  readonly key: string;
  readonly rate: Rate;
  readonly number: number;
  /** No backlog of this key is longer, at whatever rate, unless the clock was set back since. */
  readonly backlogMsMax: number;
}

/**
 * Rate limits by GCRA, counted in the store for all servers together and across restarts. A key is
 * one number, and one statement reads and counts, so that two at once never both take the last
 * room.
 */
export class Rates {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The backlog of each key, in ms; a key that is clear is left out. */
  async backlogs(keys: readonly string[], now: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#store
      .selectFrom('rates')
      .selectAll()
      .where('key', 'in', padInList(keys))
      .where('clear_at', '>', now)
      .execute();
    return new Map(rows.map(({ key, clear_at }) => [key, clear_at - now]));
  }

  /**
   * Counts one; false, and nothing counted, if there is no room. Without `backlogMsMax`, a clock
   * that was set back makes no room either: what was spent stays spent.
   */
  async count(
    key: string,
    rate: Rate,
    now: number,
    backlogMsMax: number = Number.MAX_SAFE_INTEGER - now,
  ): Promise<boolean> {
    const clearAt = await count(this.#store, { key, rate, number: 1, backlogMsMax }, now);
    return clearAt !== undefined;
  }

  /**
   * Counts all of them with one commit. Resolves for each to when its key is clear then; or to
   * false, and nothing counted, if there is no room.
   */
  async countAll(
    countings: readonly Counting[],
    now: number,
  ): Promise<readonly (number | false)[]> {
    // In the same order in all processes, so that no two wait for each other's rows in a circle. Of
    // one key, the one with less room comes first.
    const ordered = countings.toSorted((one, other) =>
      one.key === other.key ? one.rate.burst - other.rate.burst : one.key < other.key ? -1 : 1,
    );
    const groups = Map.groupBy(ordered, ({ key, rate }) => `${key} ${rate.burst}`);
    const counted = await transact(this.#store, async (transaction) => {
      const results = new Map<Counting, number | undefined>();
      for (const group of groups.values()) {
        const [first] = group;
        if (!first) continue;
        const number = group.reduce((sum, one) => sum + one.number, 0);
        const clearAt = await count(transaction, { ...first, number }, now);
        for (const one of group) {
          const isAlone = clearAt !== undefined || group.length === 1;
          results.set(one, isAlone ? clearAt : await count(transaction, one, now));
        }
      }
      return results;
    });
    return countings.map((one) => counted.get(one) ?? false);
  }

  /** Forgets these keys, whatever was counted. */
  async drop(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await this.#store.deleteFrom('rates').where('key', 'in', padInList(keys)).execute();
  }

  /** Forgets the keys that are clear. */
  async forget(now: number): Promise<void> {
    // It locks many keys in no order, so it may deadlock with others that count some of them.
    await transact(this.#store, (transaction) =>
      transaction.deleteFrom('rates').where('clear_at', '<=', now).execute(),
    );
  }
}

async function count(
  store: Store | StoreTransaction,
  { key, rate, number, backlogMsMax }: Counting,
  now: number,
): Promise<number | undefined> {
  const { burst, intervalMs } = rate;
  const addedMs = Math.ceil(number * intervalMs);
  const roomMs = Math.floor(burst * intervalMs) - addedMs;
  if (roomMs < 0) return undefined;
  const counted = await store
    .insertInto('rates')
    .values({ key, clear_at: now + addedMs })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(({ eb, and }) => ({
          clear_at: eb
            .case()
            .when(
              and([eb('rates.clear_at', '>', now), eb('rates.clear_at', '<=', now + backlogMsMax)]),
            )
            .then(eb('rates.clear_at', '+', addedMs))
            .else(now + addedMs)
            .end(),
        }))
        .where(({ eb, or }) =>
          or([
            eb('rates.clear_at', '<=', now + roomMs),
            eb('rates.clear_at', '>', now + backlogMsMax),
          ]),
        ),
    )
    .returning('clear_at')
    .executeTakeFirst();
  return counted?.clear_at;
}
