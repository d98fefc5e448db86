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
import type { FieldCipher } from '../encryption/field-cipher.ts';
import { SealedColumns } from '../encryption/sealed-columns.ts';
import type { Database } from '../schema.ts';
import { StoreError } from '../store-error.ts';
import type { Store } from '../store.ts';
import { isSqliteUnavailable } from './error-codes.ts';
import { KeptStatements } from './kept-statements.ts';
import { type Patience, PatientSqliteDriver } from './patient-sqlite.ts';

/** What a column holds; booleans are bound as 0 and 1. */
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
 * Pages of the log (40 MB) at which a commit brings it into the file: by itself SQLite does so ten
 * times as often, and each time nobody is answered for as long as it takes. Most pages are written
 * again and again, so that seldom is less in all.
 */
const logPagesMax = 10_000;
/** How long a writer waits for another process, where it cannot wait in any better way. */
const busyTimeoutMs = 5000;
/** As long as another's commit takes: to wait for more is left to {@link PatientSqliteDriver}. */
const patientTimeoutMs = 5;
/** Some 13 MB of them. */
const statementCharactersMax = 256 * 1024;

export interface SqliteStoreOptions {
  /** Resolves after so many milliseconds; without it the whole process waits for another's lock. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Resolves when everybody has brought what they have to write in this turn of the event loop. */
  readonly nextTurn?: () => Promise<void>;
  /** Encrypts what tells of a person. */
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
  // The time-out comes first and last: to turn the log on takes a lock, which another process may
  // hold, and only SQLite itself waits for it there. Nobody is served yet.
  connection.exec(`
    PRAGMA busy_timeout = ${busyTimeoutMs};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = ${logPagesMax};
    PRAGMA busy_timeout = ${wait ? patientTimeoutMs : busyTimeoutMs};
  `);
  const prepare = (query: string): PreparedStatement => {
    // A transaction that reads first and writes later fails with SQLITE_BUSY at once when another
    // process wrote in between; begun as a writer, it waits (sqlite.org/lang_transaction.html).
    const statement = connection.prepare(query === 'begin' ? 'begin immediate' : query);
    // After some errors (a full disk) SQLite has rolled back by itself, and a rollback of ours
    // would fail and hide the error that it follows.
    const isIdle = (): boolean => query === 'rollback' && !connection.isTransaction;
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => inOurWords(() => statement.all(...parameters.map(toSqlite))),
      run: (parameters) =>
        isIdle() ? nothing : inOurWords(() => statement.run(...parameters.map(toSqlite))),
      iterate: (parameters) => statement.iterate(...parameters.map(toSqlite)),
    };
  };
  const statements = new KeptStatements<PreparedStatement>(
    (query) => inOurWords(() => prepare(query)),
    statementCharactersMax,
  );
  const database: SqliteDatabase = {
    close: () => connection.close(),
    prepare: (query) => statements.get(query),
  };
  const patience = wait && { wait, isWithinTransaction: () => connection.isTransaction };
  const dialect = new TransactionalSqliteDialect({ database }, patience);
  const store = new Kysely<Database>({ dialect, plugins: [new SealedColumns(cipher)] });
  registerLog(store);
  if (nextTurn) shareCommits(store, nextTurn);
  return store;
}

const nothing = { changes: 0, lastInsertRowid: 0 };

function inOurWords<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isSqliteUnavailable(cause)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError('unavailable', message, { cause });
  }
}

/** Kysely says no for every driver's sake; SQLite itself rolls back its DDL. */
export class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** What the code says for PostgreSQL's sake, and SQLite has no word for. */
export class LocklessSqliteCompiler extends SqliteQueryCompiler {
  /** `for update` and `skip locked`: who writes is alone, so there are no rows to lock. */
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (node.modifier !== 'ForUpdate' && node.modifier !== 'SkipLocked') {
      super.visitSelectModifier(node);
    }
  }
}

class TransactionalSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #patience: Patience | undefined;

  constructor(config: SqliteDialectConfig, patience: Patience | undefined) {
    super(config);
    this.#config = config;
    this.#patience = patience;
  }

  override createDriver(): SqliteDriver {
    const patience = this.#patience;
    return patience
      ? new PatientSqliteDriver(this.#config, patience)
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
