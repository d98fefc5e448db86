import type { Selectable } from 'kysely';
import type { SharedValueTable } from '../../store/schema.ts';
import { StoreError } from '../../store/store-error.ts';
import type { Store } from '../../store/store.ts';
import { elapsed } from '../elapsed.ts';
import { isLeaseFree } from './free-lease.ts';

/** When one of the servers on a database asked an upstream. */
export interface Loading {
  /** Grows with every load. */
  readonly generation: number;
  /** When it was asked for, ms since 1970 on the clock of whoever asked. */
  readonly loadedAt: number;
}

export interface SharedValue<T> extends Loading {
  readonly value: T;
}

export interface SharedValuesOptions {
  readonly store: Store;
  /** Of which upstream they are, and with which access: only those who have the same share them. */
  readonly scope: string;
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
}

export interface Wanted<T> {
  readonly key: string;
  /** Whether what is there will do. */
  readonly isFit: (loading: Loading) => boolean;
  readonly load: () => Promise<T>;
  /** As it goes through the database; undefined where each server had better ask for its own. */
  readonly write: (value: T) => Promise<string | undefined> | string | undefined;
  readonly read: (text: string) => Promise<T> | T;
}

interface Claim {
  readonly key: string;
  readonly leaseUntil: number;
  readonly generation: number;
}

/**
 * Longer than a call that loads a value takes, but for a list of millions, which goes through no
 * database. Who died in mid-call holds the others up no longer.
 */
const leaseMs = 15_000;
const lookAgainMs = 100;
/** A longer value is not worth the way through the database: each server asks for its own. */
const lengthMax = 1024 * 1024;

/** Values that the servers on one database share: one of them asks the upstream, for all. */
export class SharedValues {
  readonly #options: Required<SharedValuesOptions>;

  constructor(options: SharedValuesOptions) {
    this.#options = { wait: elapsed, ...options };
  }

  /**
   * The value where it is fit, or a new one. A database that is away keeps nobody from an upstream
   * that is there: then each server asks for itself. Throws what `load` throws.
   */
  async get<T>({ key: name, ...wanted }: Wanted<T>): Promise<SharedValue<T>> {
    const { now, scope } = this.#options;
    try {
      return await this.#get({ key: `${scope} ${name}`, ...wanted });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const loadedAt = now();
      return { value: await wanted.load(), generation: 0, loadedAt };
    }
  }

  async #get<T>(wanted: Wanted<T>): Promise<SharedValue<T>> {
    const { now, wait } = this.#options;
    const { key, isFit } = wanted;
    for (;;) {
      const known = await this.#read(key);
      if (known && isFit(known)) return readWith(wanted.read, known);
      const leaseUntil = now() + leaseMs;
      const claimed = await this.#claim(key, leaseUntil);
      if (claimed === undefined) {
        await wait(lookAgainMs);
        continue;
      }
      // Another may have loaded it between our look and our claim.
      const found = toValue(claimed);
      if (found && isFit(found)) {
        await this.#release(key, leaseUntil);
        return readWith(wanted.read, found);
      }
      return this.#load(wanted, { key, leaseUntil, generation: claimed.generation + 1 });
    }
  }

  async #load<T>({ load, write }: Wanted<T>, claim: Claim): Promise<SharedValue<T>> {
    const { key, leaseUntil, generation } = claim;
    const loadedAt = this.#options.now();
    try {
      const value = await load();
      const text = await write(value);
      if (text !== undefined && text.length <= lengthMax) await this.#keep(claim, text, loadedAt);
      return { value, generation, loadedAt };
    } finally {
      // Where that fails the lease runs out by itself.
      await this.#release(key, leaseUntil).catch(() => {});
    }
  }

  /** What was loaded is of use to us even where nobody else comes to know of it. */
  async #keep(
    { key, leaseUntil, generation }: Claim,
    value: string,
    loadedAt: number,
  ): Promise<void> {
    await this.#options.store
      .updateTable('shared_values')
      .set({ value, generation, loaded_at: loadedAt })
      .where('key', '=', key)
      // A lease that ran out is another's by now, and so is the next generation.
      .where('lease_until', '=', leaseUntil)
      .execute()
      .catch(() => {});
  }

  async #read(key: string): Promise<SharedValue<string> | undefined> {
    const row = await this.#options.store
      .selectFrom('shared_values')
      .selectAll()
      .where('key', '=', key)
      .executeTakeFirst();
    return row && toValue(row);
  }

  /**
   * The row, with our lease on it; undefined where another's holds. One statement: of two at once
   * the second waits for the first on the row, and finds its lease there.
   */
  #claim(key: string, leaseUntil: number): Promise<Selectable<SharedValueTable> | undefined> {
    const { store, now } = this.#options;
    return store
      .insertInto('shared_values')
      .values({ key, value: null, generation: 0, loaded_at: null, lease_until: leaseUntil })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet({ lease_until: leaseUntil })
          .where(isLeaseFree('shared_values', now(), leaseMs)),
      )
      .returningAll()
      .executeTakeFirst();
  }

  async #release(key: string, leaseUntil: number): Promise<void> {
    await this.#options.store
      .updateTable('shared_values')
      .set({ lease_until: null })
      .where('key', '=', key)
      .where('lease_until', '=', leaseUntil)
      .execute();
  }
}

function toValue(row: Selectable<SharedValueTable>): SharedValue<string> | undefined {
  const { value, generation, loaded_at: loadedAt } = row;
  return value === null || loadedAt === null ? undefined : { value, generation, loadedAt };
}

async function readWith<T>(
  read: Wanted<T>['read'],
  { value, ...loading }: SharedValue<string>,
): Promise<SharedValue<T>> {
  return { value: await read(value), ...loading };
}
