import { type Store, type StoreTransaction, transact } from '../store.ts';
import { BatchQueue } from './batch-queue.ts';

type Work = (transaction: StoreTransaction) => Promise<unknown>;

/** For each store that shares commits, the work that waits for the next one. */
const groups = new WeakMap<Store, BatchQueue<Work, { readonly done: unknown }>>();

/**
 * From now on, work that comes to this store at the same time shares a transaction, and so one wait
 * for the disk: for SQLite, where commits follow one another. PostgreSQL groups the commits of its
 * connections on its own, and a shared transaction would hold rows that another one waits for.
 */
export function shareCommits(store: Store, nextTurn: () => Promise<void>): void {
  const run = (works: readonly Work[]): Promise<readonly { readonly done: unknown }[]> =>
    transact(store, async (transaction) => {
      const outcomes: { readonly done: unknown }[] = [];
      for (const work of works) outcomes.push({ done: await work(transaction) });
      return outcomes;
    });
  // The next batch gathers while one runs: several at once would only make each smaller.
  groups.set(store, new BatchQueue({ run, nextTurn, runningMax: 1 }));
}

/**
 * `transact()`, together with other work of this moment where the store shares commits: it resolves
 * when all of it is committed. If other work fails, ours is started again without it.
 */
export function transactTogether<T>(
  store: Store,
  work: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  return inGroup(store, work) ?? transact(store, work);
}

/** The same for a single statement, which needs no transaction if it shares none. */
export function writeTogether<T>(
  store: Store,
  statement: (within: Store) => Promise<T>,
): Promise<T> {
  return inGroup(store, statement) ?? statement(store);
}

function inGroup<T>(
  store: Store,
  work: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> | undefined {
  return groups
    .get(store)
    ?.add(work)
    .then(({ done }) => done as T);
}
