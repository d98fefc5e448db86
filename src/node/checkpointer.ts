import { DatabaseSync } from 'node:sqlite';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** How often the log is looked at: often enough that little has come since. */
const intervalMs = 100;

/** Within a bundle it is none, and a thread of that file would be the whole program once more. */
const isFileOfItsOwn = /\/checkpointer\.[jt]s$/.test(import.meta.url);

/**
 * Brings SQLite's log into its file from a thread of its own, until it is ended: who writes would
 * otherwise do so in the middle of a commit, and all visitors wait for the disk meanwhile. Where
 * the thread is not there, or too slow, writers do it all the same, only later (`sqlite.ts`).
 */
export function startCheckpointer(file: string): () => Promise<unknown> {
  if (!isFileOfItsOwn) return async () => undefined;
  const thread = new Worker(new URL(import.meta.url), { workerData: { checkpoints: file } });
  thread.unref();
  // Of a thread that cannot go on nothing has to be known: see above.
  thread.on('error', () => undefined);
  return () => thread.terminate();
}

function checkpointAgainAndAgain(file: string): void {
  const connection = new DatabaseSync(file);
  // Waits for nobody, and nobody for it (sqlite.org/pragma.html#pragma_wal_checkpoint).
  const checkpoint = connection.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  setInterval(() => {
    try {
      checkpoint.get();
    } catch {
      // What is in its way, a full disk or a VACUUM, may be gone the next time.
    }
  }, intervalMs);
}

/** What this module is in the thread. */
const task: unknown = workerData;
if (!isMainThread && typeof task === 'object' && task !== null && 'checkpoints' in task) {
  checkpointAgainAndAgain(String(task.checkpoints));
}
