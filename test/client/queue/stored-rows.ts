/** Reads and writes the browser's own database, bypassing the tested code. */
const name = 'promo-lead';

export async function openDatabase(version?: number): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, version);
  opening.addEventListener('upgradeneeded', () => {
    if (opening.result.objectStoreNames.contains('leads')) return;
    opening.result.createObjectStore('leads', { keyPath: 'key' });
  });
  return done(opening);
}

export async function storedRows(): Promise<readonly unknown[]> {
  const database = await openDatabase();
  const rows = await done(database.transaction('leads').objectStore('leads').getAll());
  database.close();
  return rows as readonly unknown[];
}

export async function putRow(row: unknown): Promise<void> {
  const database = await openDatabase();
  await done(database.transaction('leads', 'readwrite').objectStore('leads').put(row));
  database.close();
}

/**
 * Deletes the rows that earlier pages have left, without waiting for those pages: WebKit has been
 * seen never to answer a request to delete a database that an earlier page had in use.
 */
export async function deleteRows(): Promise<void> {
  const databases = await indexedDB.databases();
  if (!databases.some((database) => database.name === name)) return;
  const database = await openDatabase();
  await done(database.transaction('leads', 'readwrite').objectStore('leads').clear());
  database.close();
}

export async function deleteDatabase(): Promise<void> {
  await done(indexedDB.deleteDatabase(name));
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}
