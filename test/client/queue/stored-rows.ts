/** What lies in the browser's own database: read and written past the code that is tested. */
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
 * Empties what pages before this one have left, without a wait for them: WebKit has been seen never
 * to answer a page that asked to delete a database which a page before it had in use.
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
