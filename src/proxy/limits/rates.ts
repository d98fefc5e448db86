import type { Store } from '../../store/store.ts';

/** So many at once, and after them one more each interval. */
export interface Rate {
  readonly burst: number;
  readonly intervalMs: number;
}

/**
 * How often things happen, counted for all servers on the store at once, across restarts. Each
 * thing moves the instant at which its key is clear again by one interval (the generic cell rate
 * algorithm, ITU-T I.371): one number a key, and one statement that looks and counts, so that no
 * two at once both see the last free place.
 */
export class Rates {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** For how many ms a key has no room; 0 where it has. */
  async waitMs(key: string, rate: Rate, now: number): Promise<number> {
    const row = await this.#store
      .selectFrom('rates')
      .select('clear_at')
      .where('key', '=', key)
      .executeTakeFirst();
    return row ? Math.max(0, row.clear_at - roomUntil(rate, now)) : 0;
  }

  /** Counts one; false, and nothing counted, where there is no room. */
  async count(key: string, rate: Rate, now: number): Promise<boolean> {
    const { intervalMs } = rate;
    const counted = await this.#store
      .insertInto('rates')
      .values({ key, clear_at: now + intervalMs })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet(({ eb }) => ({
            clear_at: eb
              .case()
              .when('rates.clear_at', '>', now)
              .then(eb('rates.clear_at', '+', intervalMs))
              .else(now + intervalMs)
              .end(),
          }))
          .where('rates.clear_at', '<=', roomUntil(rate, now)),
      )
      .returning('key')
      .executeTakeFirst();
    return counted !== undefined;
  }

  /** Forgets the keys that are clear. */
  async forget(now: number): Promise<void> {
    await this.#store.deleteFrom('rates').where('clear_at', '<=', now).execute();
  }
}

/** The latest instant to be clear at that still leaves room for one more. */
function roomUntil({ burst, intervalMs }: Rate, now: number): number {
  return now + (burst - 1) * intervalMs;
}
