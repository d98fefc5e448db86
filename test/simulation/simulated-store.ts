import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
} from 'kysely';
import type { Database, Store } from '../../src/store/index.ts';
import type { SharedDatabase, StatementFault } from './database.ts';
import type { Actor, Scheduler } from './scheduler.ts';

export interface SimulatedStoreOptions {
  readonly database: SharedDatabase;
  readonly scheduler: Scheduler;
  /** How a statement fails, if it does. */
  readonly fault: (actor: Actor, mayBeDone: boolean) => StatementFault | undefined;
}

/** Which process has the database to itself. */
export class WriteLock {
  holder: Actor | undefined;

  isFree(actor: Actor): boolean {
    return this.holder === undefined || this.holder === actor;
  }
}

/**
 * The store as one process sees it. Before each statement, and after one that wrote, the scheduler
 * may let others go first, or let the process die.
 *
 * A transaction has the database to itself. In reality others may read what was there before it;
 * nothing outside of the database happens within one, so that is as if they had read earlier.
 */
export function simulatedStore(
  actor: Actor,
  lock: WriteLock,
  options: SimulatedStoreOptions,
): Store {
  const { executor } = options.database;
  const dialect: Dialect = {
    createAdapter: () => executor.adapter,
    createDriver: () => new SimulatedDriver(actor, lock, options),
    createIntrospector: () => {
      throw new Error('Cannot look into the database of a simulation');
    },
    createQueryCompiler: () => ({
      compileQuery: (node, queryId) => executor.compileQuery(node, queryId),
    }),
  };
  return new Kysely<Database>({ dialect });
}

class SimulatedDriver implements Driver {
  readonly #connection: SimulatedConnection;

  constructor(actor: Actor, lock: WriteLock, options: SimulatedStoreOptions) {
    this.#connection = new SimulatedConnection(actor, lock, options);
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}
  async releaseConnection(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('begin'));
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('rollback'));
  }
}

class SimulatedConnection implements DatabaseConnection {
  readonly #actor: Actor;
  readonly #lock: WriteLock;
  readonly #options: SimulatedStoreOptions;
  /** How much had been written when the transaction began. */
  #changesBefore = 0;

  constructor(actor: Actor, lock: WriteLock, options: SimulatedStoreOptions) {
    this.#actor = actor;
    this.#lock = lock;
    this.#options = options;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { scheduler, database } = this.#options;
    const label = query.sql.slice(0, 60);
    await scheduler.point(this.#actor, label, () => this.#lock.isFree(this.#actor));
    const result = this.#execute<R>(query);
    // It is awaited only after the next point.
    result.catch(() => {});
    if (query.sql === 'begin') this.#changesBefore = database.changes;
    const isDone =
      query.sql === 'commit'
        ? database.changes > this.#changesBefore
        : mayWrite(query.sql) && (await hasWritten(result));
    if (isDone) {
      await scheduler.point(this.#actor, `done: ${label}`);
    }
    return result;
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query);
  }

  #execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { database, fault, scheduler } = this.#options;
    const { sql } = query;
    const met = sql === 'rollback' ? undefined : fault(this.#actor, endsWrite(sql, database.raw));
    if (met) {
      const what = met.isDone ? 'is done, and fails' : 'fails';
      scheduler.note(this.#actor.name, `  ${what} with SQLite's code ${met.errcode}`);
    }
    database.failNext = met;
    const result = database.connection.executeQuery<R>(query);
    this.#lock.holder = database.raw.isTransaction ? this.#actor : undefined;
    return result;
  }
}

/** Whether what was written stays written if only the answer is lost. */
function endsWrite(sql: string, { isTransaction }: { readonly isTransaction: boolean }): boolean {
  return sql === 'commit' || (mayWrite(sql) && !isTransaction);
}

/**
 * Whether a statement wrote; if it failed, that is not known. After one that wrote nothing no
 * process dies, because nobody could tell the difference.
 */
async function hasWritten(result: Promise<QueryResult<unknown>>): Promise<boolean> {
  try {
    const { numAffectedRows, rows } = await result;
    return numAffectedRows === undefined ? rows.length > 0 : numAffectedRows > 0n;
  } catch {
    return true;
  }
}

function mayWrite(sql: string): boolean {
  return !/^(?:select|begin|rollback)/.test(sql);
}
