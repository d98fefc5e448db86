import type { Selectable } from 'kysely';
import type { SharedValueTable } from '../../store/schema.ts';
import { StoreError } from '../../store/store-error.ts';
import type { Store } from '../../store/store.ts';
import { delay } from '../delay.ts';
import { isLeaseFree } from './free-lease.ts';

/** When one of the servers on a database loaded a value from an upstream. */
export interface Loading {
  /** Grows with every load. */
  readonly generation: number;
  /** When it was asked for, in ms since 1970 on the clock of the server that asked. */
  readonly loadedAt: number;
}

export interface SharedValue<T> extends Loading {
  readonly value: T;
}

export interface SharedValuesOptions {
  readonly store: Store;
  /** Upstream and access: only servers with the same ones share a value. */
  readonly scope: string;
  readonly now: () => number;
  /** Resolves after `ms`. */
  readonly wait?: (ms: number) => Promise<void>;
}

export interface ValueRequest<T> {
  readonly key: string;
  /** Whether the value that is there will do. */
  readonly isFit: (loading: Loading) => boolean;
  readonly load: () => Promise<T>;
  /** The text for the database; undefined if each server should load its own. */
  readonly write: (value: T) => Promise<string | undefined> | string | undefined;
  readonly read: (text: string) => Promise<T> | T;
}

interface Claim {
  readonly key: string;
  readonly leaseUntil: number;
  readonly generation: number;
}

/**
 * Longer than any load takes, except that of a list of millions, which is not shared through the
 * database. A server that dies during its load holds the others up no longer than this.
 */
const leaseMs = 15_000;
const pollMs = 100;
/** Characters. A longer value is not worth storing: each server loads its own. */
const lengthMax = 1024 * 1024;

/** Values that the servers on one database share: one of them asks the upstream for all. */
export class SharedValues {
  readonly #options: Required<SharedValuesOptions>;

  constructor(options: SharedValuesOptions) {
    this.#options = { wait: delay, ...options };
  }

  /**
   * Returns the stored value if it is fit, and otherwise loads a new one. While the database is
   * away, each server asks the upstream for itself. Throws what `load` throws.
   */
  async get<T>({ key: name, ...wanted }: ValueRequest<T>): Promise<SharedValue<T>> {
    const { now, scope } = this.#options;
    try {
      return await this.#get({ key: `${scope} ${name}`, ...wanted });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const loadedAt = now();
      return { value: await wanted.load(), generation: 0, loadedAt };
    }
  }

  async #get<T>(wanted: ValueRequest<T>): Promise<SharedValue<T>> {
    const { now, wait } = this.#options;
    const { key, isFit } = wanted;
    for (;;) {
      const known = await this.#read(key);
      if (known && isFit(known)) return readWith(wanted.read, known);
      const leaseUntil = now() + leaseMs;
      const claimed = await this.#claim(key, leaseUntil);
      if (claimed === undefined) {
        await wait(pollMs);
        continue;
      }
      // Another server may have loaded it between our read and our claim.
      const found = toValue(claimed);
      if (found && isFit(found)) {
        await this.#release(key, leaseUntil);
        return readWith(wanted.read, found);
      }
      return this.#load(wanted, { key, leaseUntil, generation: claimed.generation + 1 });
    }
  }

  async #load<T>({ load, write }: ValueRequest<T>, claim: Claim): Promise<SharedValue<T>> {
    const { key, leaseUntil, generation } = claim;
    const loadedAt = this.#options.now();
    try {
      const value = await load();
      const text = await write(value);
      if (text !== undefined && text.length <= lengthMax) await this.#keep(claim, text, loadedAt);
      return { value, generation, loadedAt };
    } finally {
      // If that fails, the lease runs out on its own.
      await this.#release(key, leaseUntil).catch(() => {});
    }
  }

  /** A failure is ignored: this server can use the value even if the others never see it. */
  async #keep(
    { key, leaseUntil, generation }: Claim,
    value: string,
    loadedAt: number,
  ): Promise<void> {
    await this.#options.store
      .updateTable('shared_values')
      .set({ value, generation, loaded_at: loadedAt })
      .where('key', '=', key)
      // If the lease ran out, another server has it now, and with it the next generation.
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
   * The row with our lease on it; undefined if another server has the lease. One statement, so of
   * two at once the second waits for the first on the row, and then finds its lease.
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
  read: ValueRequest<T>['read'],
  { value, ...loading }: SharedValue<string>,
): Promise<SharedValue<T>> {
  return { value: await read(value), ...loading };
}
