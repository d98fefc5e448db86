import {
  Kysely,
  type SelectModifierNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteQueryCompiler,
} from 'kysely';
import { shareCommits } from '../commits/group-commit.ts';
import { registerLog } from '../empty-log.ts';
import { EncryptedColumns } from '../encryption/encrypted-columns.ts';
import type { FieldCipher } from '../encryption/field-cipher.ts';
import type { Database } from '../schema.ts';
import { StoreError } from '../store-error.ts';
import type { Store } from '../store.ts';
import { type BusyRetry, BusyRetrySqliteDriver } from './busy-retry.ts';
import { isSqliteUnavailable } from './error-codes.ts';
import { StatementCache } from './statement-cache.ts';

/** A column's value; booleans are bound as 0 and 1. */
export type SqliteValue = null | number | bigint | string | Uint8Array;

/** The part of `DatabaseSync` of `node:sqlite` that the store needs. */
export interface SqliteConnection {
  readonly isTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}
interface SqliteStatement {
  columns(): readonly unknown[];
  all(...parameters: SqliteValue[]): unknown[];
  run(...parameters: SqliteValue[]): {
    changes: number | bigint;
    lastInsertRowid: number | bigint;
  };
  iterate(...parameters: SqliteValue[]): IterableIterator<unknown>;
}

/** What Kysely needs of a statement, as better-sqlite3 has it. */
interface PreparedStatement {
  readonly reader: boolean;
  all(parameters: readonly unknown[]): unknown[];
  run(parameters: readonly unknown[]): ReturnType<SqliteStatement['run']>;
  iterate(parameters: readonly unknown[]): IterableIterator<unknown>;
}

/**
 * Pages of the log (40 MB) at which a commit brings it into the file. SQLite's default is a tenth,
 * and no request is answered while it does so. Most pages are written again and again, so doing it
 * rarely is less work in all.
 */
const logPagesMax = 10_000;
/** How long a writer waits for another process without {@link BusyRetrySqliteDriver}. */
const busyTimeoutMs = 5000;
/** As long as a commit of another process takes; {@link BusyRetrySqliteDriver} waits for longer. */
const retryingTimeoutMs = 5;
/** Some 13 MB of statements. */
const statementCharactersMax = 256 * 1024;

export interface SqliteStoreOptions {
  /** Resolves after this many ms; without it the whole process waits for another one's lock. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Resolves when every caller in this turn of the event loop has said what to write. */
  readonly nextTurn?: () => Promise<void>;
  /** Encrypts personal data. */
  readonly cipher?: FieldCipher | undefined;
}

/**
 * A store on one SQLite connection. An acknowledged lead has to survive a power cut, hence
 * `synchronous=FULL`: with the usual `NORMAL` a WAL commit is not synced to the disk
 * (sqlite.org/pragma.html#pragma_synchronous).
 */
export function sqliteStore(
  connection: SqliteConnection,
  { wait, nextTurn, cipher }: SqliteStoreOptions = {},
): Store {
  // The time-out is set first and last: turning the log on takes a lock that another process may
  // hold, and only SQLite itself waits for it there. No request is served yet.
  connection.exec(`
    PRAGMA busy_timeout = ${busyTimeoutMs};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = ${logPagesMax};
    PRAGMA busy_timeout = ${wait ? retryingTimeoutMs : busyTimeoutMs};
  `);
  const prepare = (query: string): PreparedStatement => {
    // A transaction that reads first and writes later fails with SQLITE_BUSY at once when another
    // process wrote in between; begun as a writer, it waits (sqlite.org/lang_transaction.html).
    const statement = connection.prepare(query === 'begin' ? 'begin immediate' : query);
    // After some errors (a full disk) SQLite has rolled back on its own, and a rollback of ours
    // would fail and hide the error before it.
    const isIdle = (): boolean => query === 'rollback' && !connection.isTransaction;
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => asStoreError(() => statement.all(...parameters.map(toSqlite))),
      run: (parameters) =>
        isIdle() ? nothing : asStoreError(() => statement.run(...parameters.map(toSqlite))),
      iterate: (parameters) => statement.iterate(...parameters.map(toSqlite)),
    };
  };
  const statements = new StatementCache<PreparedStatement>(
    (query) => asStoreError(() => prepare(query)),
    statementCharactersMax,
  );
  const database: SqliteDatabase = {
    close: () => connection.close(),
    prepare: (query) => statements.get(query),
  };
  const busyRetry = wait && { wait, isWithinTransaction: () => connection.isTransaction };
  const dialect = new TransactionalSqliteDialect({ database }, busyRetry);
  const store = new Kysely<Database>({ dialect, plugins: [new EncryptedColumns(cipher)] });
  registerLog(store);
  if (nextTurn) shareCommits(store, nextTurn);
  return store;
}

const nothing = { changes: 0, lastInsertRowid: 0 };

function asStoreError<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isSqliteUnavailable(cause)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('unavailable', message, { cause });
  }
}

/** Kysely says no for the sake of some drivers; SQLite itself rolls back DDL. */
export class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Leaves out what is written for PostgreSQL and has no syntax in SQLite. */
export class LocklessSqliteCompiler extends SqliteQueryCompiler {
  /** `for update` and `skip locked`: a writer is alone, so there are no rows to lock. */
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate' && node.modifier !== 'SkipLocked') {
      super.visitSelectModifier(node);
    }
  }
}

class TransactionalSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #busyRetry: BusyRetry | undefined;

  constructor(config: SqliteDialectConfig, busyRetry: BusyRetry | undefined) {
    super(config);
    this.#config = config;
    this.#busyRetry = busyRetry;
  }

  override createDriver(): SqliteDriver {
    const busyRetry = this.#busyRetry;
    return busyRetry
      ? new BusyRetrySqliteDriver(this.#config, busyRetry)
      : new SqliteDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new LocklessSqliteCompiler();
  }
}

export function toSqlite(value: unknown): SqliteValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') {
    return value;
  }
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`Cannot bind SQL parameter: unsupported type ${typeof value}`);
}
