import {
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SqliteDriver,
  type SqliteDialectConfig,
} from 'kysely';
import { StoreError } from '../store-error.ts';
import { isSqliteBusy } from './error-codes.ts';

export interface Patience {
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
  /** Whether the connection is within a transaction: then it has its lock. */
  readonly isWithinTransaction: () => boolean;
}

const pauseMs = 10;
/** With what SQLite itself waits each time, some five seconds in all. */
const pausesMax = 330;

/**
 * Waits for another process's lock without keeping the event loop: SQLite's own way to wait is to
 * sleep in the call, and meanwhile nobody gets an answer, not even to a health check.
 */
export class PatientSqliteDriver extends SqliteDriver {
  readonly #patience: Patience;

  constructor(config: SqliteDialectConfig, patience: Patience) {
    super(config);
    this.#patience = patience;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => this.#execute(connection, query),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  async #execute<R>(connection: DatabaseConnection, query: CompiledQuery): Promise<QueryResult<R>> {
    const { wait, isWithinTransaction } = this.#patience;
    for (let pauses = 0; ; pauses += 1) {
      try {
        return await connection.executeQuery<R>(query);
      } catch (error) {
        const isBusy = error instanceof StoreError && isSqliteBusy(error.cause);
        if (!isBusy || isWithinTransaction() || pauses >= pausesMax) throw error;
        await wait(pauseMs);
      }
    }
  }
}
