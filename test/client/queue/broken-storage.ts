/** Faults of a browser's storage, injected at its edge: `globalThis.indexedDB`. */
const whole: IDBFactory = indexedDB;

function replaceWith(get: () => unknown): void {
  Object.defineProperty(globalThis, 'indexedDB', { get, configurable: true });
}

/** An `indexedDB` with the real databases, changed by `wrap`. */
function withDatabases(wrap: (database: IDBDatabase) => void): Partial<IDBFactory> {
  return {
    open: (...args) => {
      const opening = whole.open(...args);
      opening.addEventListener('success', () => wrap(opening.result));
      return opening;
    },
  };
}

/** What engines do, by the name of the fault. */
export const faults: Readonly<Record<string, () => void>> = {
  'is denied': () =>
    replaceWith(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    }),
  'is missing': () => replaceWith(() => undefined),
  hangs: () => replaceWith(() => ({ open: () => new EventTarget() })),
  'cannot be opened': () => replaceWith(() => ({ open: () => failing('UnknownError') })),
  'is closed at once': () => replaceWith(() => withDatabases((database) => database.close())),
  'is full': () =>
    replaceWith(() =>
      withDatabases((database) => {
        const begin = database.transaction.bind(database);
        database.transaction = (...args) => {
          const transaction = begin(...args);
          const store = transaction.objectStore('leads');
          store.put = () => {
            transaction.abort();
            throw new DOMException('full', 'QuotaExceededError');
          };
          transaction.objectStore = () => store;
          return transaction;
        };
      }),
    ),
};

export function restoreStorage(): void {
  replaceWith(() => whole);
}

function failing(name: string): EventTarget {
  const request = Object.assign(new EventTarget(), { error: new DOMException(name, name) });
  queueMicrotask(() => request.dispatchEvent(new Event('error')));
  return request;
}
