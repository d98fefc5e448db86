import { PostgresAdapter, sql } from 'kysely';
import type { StoreTransaction } from '../store.ts';

export interface LockedName {
  /** A digest in hex. */
  readonly name: string;
  /** No other transaction may hold the name; otherwise it is shared. */
  readonly isAlone: boolean;
}

/**
 * Names share this many locks; at worst a transaction waits for the commit of another one. A lock
 * for each name could fill PostgreSQL's lock table at a rush: it has room for 64 per connection.
 */
export const nameLocks = 64;
/** Keeps them apart from other locks of the database. */
const nameLockId = 1_886_217_069;

/**
 * Locks names until the transaction ends, in a statement of its own, so that the next statement
 * sees what earlier holders committed. Nothing is written. On SQLite a writer is alone anyway.
 */
export async function lockNames(
  transaction: StoreTransaction,
  names: readonly LockedName[],
): Promise<void> {
  const isShared = transaction.getExecutor().adapter instanceof PostgresAdapter;
  if (!isShared || names.length === 0) return;
  const alone = new Map<number, boolean>();
  for (const { name, isAlone } of names) {
    const key = Number.parseInt(name.slice(0, 8), 16) % nameLocks;
    alone.set(key, isAlone || alone.get(key) === true);
  }
  // Always in one order, so that two transactions cannot deadlock.
  const locks = [...alone].toSorted(([one], [other]) => one - other);
  await sql`select case when is_alone then pg_advisory_xact_lock(${nameLockId}, key)
      else pg_advisory_xact_lock_shared(${nameLockId}, key) end
    from unnest(${locks.map(([key]) => key)}::int[],
      ${locks.map(([, isAlone]) => isAlone)}::boolean[]) as locks(key, is_alone)`.execute(
    transaction,
  );
}
