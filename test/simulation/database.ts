import { DatabaseSync } from 'node:sqlite';
import type { DatabaseConnection, QueryExecutor } from 'kysely';
import { migrate, sqliteStore } from '../../src/store/index.ts';

/** How a statement fails: with SQLite's result code, and after it was carried out or before. */
export interface StatementFault {
  readonly errcode: number;
  readonly isDone: boolean;
}

/** SQLITE_BUSY, SQLITE_IOERR, SQLITE_FULL. */
export const faultCodes: readonly number[] = [5, 10, 13];

/**
 * The database that all processes of a simulation share: SQLite in memory, behind the project's own
 * store. It outlives one simulation, emptied, because to make its tables takes as long as all else.
 */
export interface SharedDatabase {
  /** For the checks, which wait for nobody. */
  readonly raw: DatabaseSync;
  /** Compiles for the store. */
  readonly executor: QueryExecutor;
  /** The store's own connection; a statement is carried out before its promise is there. */
  readonly connection: DatabaseConnection;
  /** What the next statement meets. */
  failNext: StatementFault | undefined;
  /** Rows that statements wrote, so far. */
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
      // Any other, as a commit, tells of the last that wrote: of whatever was simulated before.
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

/** Leaves the tables as the migrations made them. */
export function emptyDatabase({ raw }: SharedDatabase): void {
  if (raw.isTransaction) raw.exec('rollback');
  const tables = ['lead_attempts', 'redemptions', 'leads', 'idempotency_keys', 'shared_values'];
  for (const table of tables) raw.exec(`delete from ${table}`);
  raw.exec(`delete from sqlite_sequence where name = 'lead_attempts'`);
}
