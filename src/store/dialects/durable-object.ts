import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type QueryResult,
  type SqliteAdapter,
  SqliteDialect,
  type SqliteQueryCompiler,
} from 'kysely';
import { EncryptedColumns } from '../encryption/encrypted-columns.ts';
import type { FieldCipher } from '../encryption/field-cipher.ts';
import type { Database } from '../schema.ts';
import { StoreError } from '../store-error.ts';
import type { Store } from '../store.ts';
import {
  LocklessSqliteCompiler,
  type SqliteValue,
  toSqlite,
  TransactionalSqliteAdapter,
} from './sqlite.ts';

/** The part of `ctx.storage` of a Durable Object with SQLite that the store needs. */
export interface DurableObjectStorage {
  readonly sql: {
    exec(query: string, ...bindings: DurableObjectValue[]): DurableObjectCursor;
  };
  /** All writes until the promise settles are one transaction. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
}
type DurableObjectValue = null | number | string | ArrayBuffer;
interface DurableObjectCursor {
  readonly columnNames: readonly string[];
  toArray(): unknown[];
}

export interface DurableObjectStoreOptions {
  /** Encrypts personal data. */
  readonly cipher?: FieldCipher | undefined;
}

/**
 * A store in a Durable Object: one object is one writer. Nothing leaves it, neither a reply nor a
 * call to a vendor, before everything written until then is durable (its "output gate"); so a
 * commit means the same here as elsewhere.
 */
export function durableObjectStore(
  storage: DurableObjectStorage,
  { cipher }: DurableObjectStoreOptions = {},
): Store {
  const dialect = new DurableObjectDialect(storage);
  return new Kysely<Database>({ dialect, plugins: [new EncryptedColumns(cipher)] });
}

class DurableObjectDialect extends SqliteDialect {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    // There is no database to open: the storage is open.
    super({ database: () => Promise.reject(new TypeError('Cannot open: it is open')) });
    this.#storage = storage;
  }

  override createDriver(): Driver {
    return new DurableObjectDriver(this.#storage);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new NumberingCompiler();
  }
}

/** `?1`, so that {@link DurableObjectDriver} can put another expression in its place. */
class NumberingCompiler extends LocklessSqliteCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return `?${this.numParameters}`;
  }
}

/** Kysely begins and ends a transaction by two calls; in a Durable Object it is one call. */
interface Transaction {
  readonly end: PromiseWithResolvers<void>;
  readonly ended: Promise<void>;
}

class DurableObjectDriver implements Driver {
  readonly #storage: DurableObjectStorage;
  readonly #connection: DatabaseConnection;
  /** There is one connection, which Kysely gives to one caller after the other. */
  #transaction: Transaction | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#connection = {
      executeQuery: async (query) => this.#execute(query),
      streamQuery: () => {
        throw new TypeError('Cannot stream rows: a Durable Object has them at once');
      },
    };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const ended = this.#storage.transaction(async () => {
      begun.resolve();
      await end.promise;
    });
    await Promise.race([begun.promise, ended]);
    this.#transaction = { end, ended };
  }

  async commitTransaction(): Promise<void> {
    this.#transaction?.end.resolve();
    await this.#transaction?.ended;
    this.#transaction = undefined;
  }

  async rollbackTransaction(): Promise<void> {
    const { end, ended } = this.#transaction ?? {};
    this.#transaction = undefined;
    end?.reject(new Error('Rolled back'));
    // The caller reports why it was rolled back.
    await ended?.catch(() => {});
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}

  #execute<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    try {
      const cursor = this.#storage.sql.exec(...fitParameters(sql, parameters.map(toSqlite)));
      const rows = cursor.toArray() as R[];
      if (cursor.columnNames.length > 0) return { rows };
      const [changed] = this.#storage.sql.exec('select changes() as changes').toArray();
      const { changes } = changed as { readonly changes: number };
      return { rows, numAffectedRows: BigInt(changes) };
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

/** Of one statement (developers.cloudflare.com/durable-objects/platform/limits). */
const parametersMax = 100;

/** A statement with more parameters than that gets all of them in one, as JSON. */
function fitParameters(
  sql: string,
  values: readonly SqliteValue[],
): readonly [sql: string, ...bindings: DurableObjectValue[]] {
  const bindings = values.map(toBinding);
  if (bindings.length <= parametersMax) return [sql, ...bindings];
  if (bindings.some((value) => value instanceof ArrayBuffer)) {
    throw new TypeError('Cannot bind SQL parameters: bytes are among too many');
  }
  const fromJson = sql.replaceAll(/\?(\d+)/g, (_, number) => `(?1->>${Number(number) - 1})`);
  return [fromJson, JSON.stringify(bindings)];
}

function toBinding(value: SqliteValue): DurableObjectValue {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Uint8Array ? value.slice().buffer : value;
}

/** SQLite's result codes by their names in the messages, as far as they are needed. */
const uniqueCodes: Readonly<Record<string, number>> = {
  SQLITE_CONSTRAINT_UNIQUE: 2067,
  SQLITE_CONSTRAINT_PRIMARYKEY: 1555,
};

function asStoreError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [code = ''] = /SQLITE_CONSTRAINT_(?:UNIQUE|PRIMARYKEY)/.exec(error.message) ?? [];
  const errcode = uniqueCodes[code];
  if (errcode !== undefined) return Object.assign(error, { errcode });
  if (!/SQLITE_(?:BUSY|LOCKED|READONLY|IOERR|FULL|CANTOPEN)/.test(error.message)) return error;
  return new StoreError('unavailable', error.message, { cause: error });
}
