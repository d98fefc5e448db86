import { DatabaseSync } from 'node:sqlite';
import type { DatabaseConnection, QueryExecutor } from 'kysely';
import { migrate, sqliteStore } from '../../src/store/index.ts';

/** How a statement fails: with which result code of SQLite, and before or after it ran. */
export interface StatementFault {
  readonly errcode: number;
  readonly isDone: boolean;
}

/** SQLITE_BUSY, SQLITE_IOERR, SQLITE_FULL. */
export const faultCodes: readonly number[] = [5, 10, 13];

/**
 * The database that all processes of a simulation share: SQLite in memory, behind the project's own
 * store. It is emptied and used again, because making its tables takes as long as all the rest.
 */
export interface SharedDatabase {
  /** For the checks, which do not wait. */
  readonly raw: DatabaseSync;
  /** Compiles for the store. */
  readonly executor: QueryExecutor;
  /** The store's own connection. A statement runs before its promise is returned. */
  readonly connection: DatabaseConnection;
  /** How the next statement fails. */
  failNext: StatementFault | undefined;
  /** How many rows statements have written so far. */
  changes: number;
}

export async function openDatabase(): Promise<SharedDatabase> {
  const raw = new DatabaseSync(':memory:');
  const shared: Pick<SharedDatabase, 'failNext' | 'changes'> = { failNext: undefined, changes: 0 };
  const store = sqliteStore({
    get isTransaction() {
      return raw.isTransaction;
    },
    exec: (sql) => raw.exec(sql),
    prepare(sql) {
      const statement = raw.prepare(sql);
      // Any other statement, such as a commit, has the number of the last one that wrote, which
      // depends on what was simulated before.
      const isWrite = /^(?:insert|update|delete)/.test(sql);
      const meet = <T>(work: () => T): T => {
        const fault = shared.failNext;
        shared.failNext = undefined;
        if (fault === undefined) return work();
        if (fault.isDone) work();
        const error = new Error('the disk of the simulation failed');
        throw Object.assign(error, { code: 'ERR_SQLITE_ERROR', errcode: fault.errcode });
      };
      return {
        columns: () => statement.columns(),
        all: (...parameters) =>
          meet(() => {
            const rows = statement.all(...parameters);
            if (isWrite) shared.changes += rows.length;
            return rows;
          }),
        run: (...parameters) =>
          meet(() => {
            const done = statement.run(...parameters);
            if (isWrite) shared.changes += Number(done.changes);
            return done;
          }),
        iterate: (...parameters) => statement.iterate(...parameters),
      };
    },
    close: () => raw.close(),
  });
  await migrate(store);
  const executor = store.getExecutor();
  const connection = await executor.provideConnection(async (own) => own);
  return Object.assign(shared, { raw, executor, connection });
}

/** Empties the tables to what the migrations made. */
export function emptyDatabase({ raw }: SharedDatabase): void {
  if (raw.isTransaction) raw.exec('rollback');
  const tables = ['lead_attempts', 'redemptions', 'leads', 'idempotency_keys', 'shared_values'];
  for (const table of tables) raw.exec(`delete from ${table}`);
  raw.exec(`delete from sqlite_sequence where name = 'lead_attempts'`);
}
