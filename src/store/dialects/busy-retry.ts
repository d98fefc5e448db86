import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import { StoreError } from '../store-error.ts';
import { isSqliteBusy } from './error-codes.ts';

export interface BusyRetry {
  /** Resolves after this many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  /** Whether the connection is within a transaction: then it has the lock already. */
  readonly isWithinTransaction: () => boolean;
}

const pauseMs = 10;
/** Together with what SQLite itself waits each time, some five seconds in all. */
const pausesMax = 330;
/**
 * After one has given up, half a second until the lock is free again: statements stand in a queue,
 * and the last of it would wait for all before it.
 */
const pausesMore = 33;

/**
 * Waits for another process's lock without blocking the event loop. SQLite's own way is to sleep in
 * the call, and then no request is answered, not even a health check.
 */
export class BusyRetrySqliteDriver extends SqliteDriver {
  readonly #busyRetry: BusyRetry;
  /** Since the lock was last free. */
  #pauses = 0;

  constructor(config: SqliteDialectConfig, busyRetry: BusyRetry) {
    super(config);
    this.#busyRetry = busyRetry;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => this.#execute(connection, query),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  async #execute<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>> {
    const { wait, isWithinTransaction } = this.#busyRetry;
    for (;;) {
      try {
        const result = await connection.executeQuery<R>(query);
        if (isWithinTransaction()) this.#pauses = 0;
        return result;
      } catch (error) {
        const isBusy = error instanceof StoreError && isSqliteBusy(error.cause);
        if (!isBusy || isWithinTransaction()) throw error;
        if (this.#pauses >= pausesMax) {
          this.#pauses = pausesMax - pausesMore;
          throw error;
        }
        this.#pauses += 1;
        await wait(pauseMs);
      }
    }
  }
}
