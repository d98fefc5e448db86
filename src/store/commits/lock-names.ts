import { PostgresAdapter, sql } from 'kysely';
import type { StoreTransaction } from '../store.ts';

export interface LockedName {
  /** A digest in hex. */
  readonly name: string;
  /** Nobody else has the name meanwhile; otherwise all who share it do. */
  readonly isAlone: boolean;
}

/**
 * Names share so many locks, and who shares one waits for another's commit at worst. A lock for
 * each name could fill PostgreSQL's table in a rush: it has room for 64 a connection allowed.
 */
export const nameLocks = 64;
/** What keeps them apart from other locks of the database. */
const nameLockId = 1_886_217_069;

/**
 * Holds names until the transaction ends, by a statement of its own: the next one sees what whoever
 * held them before has committed. Nothing is written. On SQLite who writes is alone anyway.
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
  // In one order for all processes, so that none waits for another in a circle.
  const locks = [...alone].toSorted(([one], [other]) => one - other);
  await sql`select case when is_alone then pg_advisory_xact_lock(${nameLockId}, key)
      else pg_advisory_xact_lock_shared(${nameLockId}, key) end
    from unnest(${locks.map(([key]) => key)}::int[],
      ${locks.map(([, isAlone]) => isAlone)}::boolean[]) as locks(key, is_alone)`.execute(
    transaction,
  );
}
