import { sql } from 'kysely';
import { StoreError } from './store-error.ts';
import type { Store } from './store.ts';

/** Of each store that writes a log of its own beside its file, what may be in there. */
const logs = new WeakMap<Store, { mayHoldDeleted: boolean }>();

/**
 * Says that a store has such a log: SQLite's, where rows that were deleted can be read until it is
 * emptied. Those of a process before this one may be in it still.
 */
export function registerLog(store: Store): void {
  logs.set(store, { mayHoldDeleted: true });
}

/** Says that something was deleted that must not stay. */
export function noteDeletion(store: Store): void {
  const log = logs.get(store);
  if (log) log.mayHoldDeleted = true;
}

/** Whether the log may hold what was deleted. */
export function mayLogHoldDeleted(store: Store): boolean {
  return logs.get(store)?.mayHoldDeleted === true;
}

/**
 * Brings the log into the file and cuts it off, over the connection that the store has: to open and
 * close another would give up SQLite's locks. It takes no longer than SQLite takes for as much by
 * itself. Answers whether it could: where another process reads, or the disk is full, it is to be
 * tried again.
 */
export async function emptyLog(store: Store): Promise<boolean> {
  const log = logs.get(store);
  if (!log) return true;
  // Before it is done: what is deleted meanwhile says so itself.
  log.mayHoldDeleted = false;
  const isEmpty = await truncate(store);
  if (!isEmpty) log.mayHoldDeleted = true;
  return isEmpty;
}

async function truncate(store: Store): Promise<boolean> {
  try {
    const checkpoint = sql<{ readonly busy: number }>`pragma wal_checkpoint(truncate)`;
    const { rows } = await checkpoint.execute(store);
    return rows[0]?.busy === 0;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}
