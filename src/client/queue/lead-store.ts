const databaseName = 'promo-lead';
const databaseVersion = 1;
const storeName = 'leads';
/** Storage that takes longer is as good as none: a person is waiting. */
const deadlineMs = 3_000;

/** Reads every row, and writes through the store what it likes. */
export type RowWork<T> = (rows: readonly unknown[], store: IDBObjectStore) => T;

let asking: Promise<boolean> | undefined;

/**
 * Whether there may be rows: next to nobody has any, and to look for some by opening a database
 * makes one. Never rejects; forms that ask at once ask together. Where the browser does not tell,
 * or not in time, there may be.
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
  // In a sandbox there is no storage. Chromium then rejects another promise besides, which nobody
  // can catch.
  if (globalThis.origin === 'null') return true;
  const databases = await indexedDB.databases();
  return databases.some(({ name }) => name === databaseName);
}

/**
 * One transaction over all that this browser keeps for the page's origin, of all its tabs one at a
 * time. Nothing stays open after it, so that the page can go into the back-forward cache.
 *
 * Resolves once what was written is on the disk. Rejects where the browser keeps nothing (denied,
 * full, damaged, of a later version), or not in time.
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
  // Firefox throws where cookies are denied, and some web views have no `indexedDB` at all.
  const opening = indexedDB.open(databaseName, databaseVersion);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(storeName, { keyPath: 'key' });
  });
  const database = await resultOf(opening);
  try {
    deadline.throwIfAborted();
    // Chromium's default is in the page cache of the system, which a dead battery empties.
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
        // It is being committed and cannot be stopped any more.
      }
    });
  });
}
