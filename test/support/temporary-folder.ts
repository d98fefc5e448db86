import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/**
 * A folder that is removed at the end of this process.
 *
 * Not after a test: what uses it is ended by an `after()` that was registered later, and so runs
 * later. A folder that a browser or a server still writes into may be impossible to remove, and
 * after a failed `after()` node:test skips the remaining ones: their servers, and so the process,
 * would never end.
 */
export function temporaryFolder(): string {
  if (folders.length === 0) process.once('exit', removeAll);
  const folder = mkdtempSync(join(tmpdir(), 'promo-lead-'));
  folders.push(folder);
  return folder;
}

/** A process that was just killed may still have files there. */
function removeAll(): void {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}
