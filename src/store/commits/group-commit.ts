import { type Store, type StoreTransaction, transact } from '../store.ts';
import { Batches } from './batches.ts';

type Work = (transaction: StoreTransaction) => Promise<unknown>;

/** Of each store on which commits are shared, the work that waits for the next one. */
const groups = new WeakMap<Store, Batches<Work, { readonly done: unknown }>>();

/**
 * From now on, work that comes to this store at the same time shares a transaction, and so one wait
 * for the disk: for SQLite, where all commits stand in one line. PostgreSQL does as much by itself
 * for its connections, and there one transaction more would hold rows that another waits for.
 */
export function shareCommits(store: Store, nextTurn: () => Promise<void>): void {
  const run = (works: readonly Work[]): Promise<readonly { readonly done: unknown }[]> =>
    transact(store, async (transaction) => {
      const outcomes: { readonly done: unknown }[] = [];
      for (const work of works) outcomes.push({ done: await work(transaction) });
      return outcomes;
    });
  // The next ones gather while one is on its way: more at once would only make each smaller.
  groups.set(store, new Batches({ run, nextTurn, runningMax: 1 }));
}

/**
 * As `transact()`, and with the others of this moment where the store shares commits: it is done
 * when all of it is committed. Where the work of another fails, ours is begun anew without it.
 */
export function transactTogether<T>(
  store: Store,
  work: (transaction: StoreTransaction) => Promise<T>,
): Promise<T> {
  return inGroup(store, work) ?? transact(store, work);
}

/** The same for a single statement, which needs no transaction where it shares none. */
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
