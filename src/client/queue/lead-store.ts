const databaseName = 'promo-lead';
const databaseVersion = 1;
const storeName = 'leads';
/** Storage that takes longer counts as missing: a person is waiting. */
const deadlineMs = 3_000;

/** Gets every row, and may write through the store. */
export type RowWork<T> = (rows: readonly unknown[], store: IDBObjectStore) => T;

let asking: Promise<boolean> | undefined;

/**
 * Whether there may be rows: almost nobody has any, and opening a database to find out would create
 * it. Never rejects; concurrent calls share one look. Resolves to true if the browser does not say,
 * or not in time.
 */
export function mayHaveLeadRows(): Promise<boolean> {
  asking ??= Promise.race([
    isDatabaseThere().catch(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), deadlineMs)),
  ]).finally(() => {
    asking = undefined;
  });
  return asking;
}

async function isDatabaseThere(): Promise<boolean> {
  // A sandboxed page has no storage. There, Chromium also rejects a second promise that nobody can
  // catch.
  if (globalThis.origin === 'null') return true;
  const databases = await indexedDB.databases();
  return databases.some(({ name }) => name === databaseName);
}

/**
 * One transaction over all rows of the page's origin, one at a time across all tabs. Nothing stays
 * open after it, so that the page can go into the back-forward cache.
 *
 * Resolves once the writes are on the disk. Rejects if the browser keeps nothing (denied, full,
 * damaged, of a later version), or not in time.
 */
export function withLeadRows<T>(work: RowWork<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort();
      reject(new Error('Cannot keep leads: storage does not answer'));
    }, deadlineMs);
    void transact(work, deadline.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

async function transact<T>(work: RowWork<T>, deadline: AbortSignal): Promise<T> {
  // Firefox throws if cookies are denied, and some web views have no `indexedDB` at all.
  const opening = indexedDB.open(databaseName, databaseVersion);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(storeName, { keyPath: 'key' });
  });
  const database = await resultOf(opening);
  try {
    deadline.throwIfAborted();
    // By default, Chromium only writes to the system's page cache, which a dead battery empties.
    const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore(storeName);
    const [result] = await Promise.all([
      resultOf(store.getAll()).then((rows: readonly unknown[]) => work(rows, store)),
      endOf(transaction, deadline),
    ]);
    return result;
  } finally {
    database.close();
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function endOf(transaction: IDBTransaction, deadline: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () => reject(transaction.error));
    deadline.addEventListener('abort', () => {
      try {
        transaction.abort();
      } catch {
        // It is being committed and can no longer be aborted.
      }
    });
  });
}
