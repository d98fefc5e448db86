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

  /** In how many ms each of the keys is clear; a key that is clear is not among them. */
  async backlogs(keys: readonly string[], now: number): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#store
      .selectFrom('rates')
      .selectAll()
      .where('key', 'in', keys)
      .where('clear_at', '>', now)
      .execute();
    return new Map(rows.map(({ key, clear_at }) => [key, clear_at - now]));
  }

  /** Counts one; false, and nothing counted, where there is no room. */
  async count(key: string, rate: Rate, now: number): Promise<boolean> {
    const { burst, intervalMs } = rate;
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
          .where('rates.clear_at', '<=', now + (burst - 1) * intervalMs),
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

/** In how many ms there is room for one more where a key is clear in so many. */
export function waitMs({ burst, intervalMs }: Rate, backlogMs: number): number {
  return Math.max(0, backlogMs - (burst - 1) * intervalMs);
}
