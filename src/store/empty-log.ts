import { sql } from 'kysely';
import { StoreError } from './store-error.ts';
import type { Store } from './store.ts';

/** For each store that writes a log beside its file (SQLite's WAL), what may be in it. */
const logs = new WeakMap<Store, { mayHoldDeleted: boolean }>();

/**
 * Registers a store with such a log, where deleted rows can be read until it is emptied. Those that
 * an earlier process deleted may still be in it.
 */
export function registerLog(store: Store): void {
  logs.set(store, { mayHoldDeleted: true });
}

/** To be called when something was deleted that must not stay in the log. */
export function noteDeletion(store: Store): void {
  const log = logs.get(store);
  if (log) log.mayHoldDeleted = true;
}

/** Whether the log may hold something that was deleted. */
export function mayLogHoldDeleted(store: Store): boolean {
  return logs.get(store)?.mayHoldDeleted === true;
}

/**
 * Writes the log into the file and truncates it, on the store's own connection: opening and closing
 * another one would give up SQLite's locks. It takes no longer than SQLite's own checkpoint.
 * Resolves to false if another process reads, or the disk is full: then try again later.
 */
export async function emptyLog(store: Store): Promise<boolean> {
  const log = logs.get(store);
  if (!log) return true;
  // Set before the work: a deletion during it sets the flag again.
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
