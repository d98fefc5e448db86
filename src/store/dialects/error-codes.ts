/**
 * How the two databases name the same failures. PostgreSQL has SQLSTATE in `code`
 * (postgresql.org/docs/current/errcodes-appendix.html), `node:sqlite` SQLite's extended result
 * code in `errcode` (sqlite.org/rescode.html).
 */
interface Codes {
  readonly sqlState: string | undefined;
  readonly sqlite: number | undefined;
}

function codesOf(error: unknown): Codes {
  const { code, severity, errcode } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return {
    // A socket error has a `code` too (EPIPE, say); only errors of the server have a severity.
    sqlState: typeof code === 'string' && severity !== undefined ? code : undefined,
    sqlite: typeof errcode === 'number' ? errcode : undefined,
  };
}

/** Another row already has that value of a unique index or primary key. */
export function isUniqueViolation(error: unknown): boolean {
  const { sqlState, sqlite } = codesOf(error);
  // unique_violation; SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY.
  return sqlState === '23505' || sqlite === 2067 || sqlite === 1555;
}

/** The database rolled a transaction back in favour of another; it may be tried again. */
export function isConflict(error: unknown): boolean {
  const { sqlState } = codesOf(error);
  // serialization_failure and deadlock_detected. SQLite has one writer at a time.
  return sqlState === '40001' || sqlState === '40P01';
}

/**
 * The fault is PostgreSQL's and not our statement's: it is shutting down or starting, is a standby
 * after a fail-over, refuses us, has no room, or took too long.
 */
const unavailableStates: readonly RegExp[] = [
  // Connection, authorisation, resources, shutdown and cancellation, system.
  /^(?:08|28|53|57|58)/,
  // No such database: while a server is restored, say.
  /^3D000$/,
  // read_only_sql_transaction, idle_in_transaction_session_timeout, lock_not_available.
  /^(?:25006|25P03|55P03)$/,
];

/** SQLite cannot write, or not now, through no fault of the statement. */
export function isSqliteUnavailable(error: unknown): boolean {
  const { sqlite } = codesOf(error);
  // The low byte is the primary code.
  return sqlite !== undefined && unavailableResults.has(sqlite & 0xff);
}

/** Another connection has the lock; nothing was done. */
export function isSqliteBusy(error: unknown): boolean {
  const { sqlite } = codesOf(error);
  return sqlite !== undefined && (sqlite & 0xff) === 5;
}

/** SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN. */
const unavailableResults: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);

/** Those of {@link unavailableStates} that leave the connection usable. */
const busyStates = /^(?:53|57014|55P03)/;

export type PostgresFailure =
  /** The statement failed; the connection is usable. */
  | 'statement'
  /** The database is unavailable for this statement; the connection is usable. */
  | 'busy'
  /** The connection is no longer usable. */
  | 'connection';

/** What an error of PostgreSQL's driver means for the connection that it came from. */
export function postgresFailure(error: unknown): PostgresFailure {
  const { sqlState } = codesOf(error);
  // Without SQLSTATE it is a socket error or a time-out of the driver; these two are how the driver
  // refuses a value that does not fit.
  const isRefusal = error instanceof TypeError || error instanceof RangeError;
  if (sqlState === undefined) return isRefusal ? 'statement' : 'connection';
  if (!unavailableStates.some((pattern) => pattern.test(sqlState))) return 'statement';
  return busyStates.test(sqlState) ? 'busy' : 'connection';
}
