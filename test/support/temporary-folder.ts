import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/**
 * A folder that is gone with this process.
 *
 * Not after a test: what uses it is ended by an `after()` that was asked for later, and so runs
 * later. A folder that a browser or a server still writes into may refuse to be removed, and of a
 * failed `after()` node:test leaves out the ones behind it: they never ended, nor did the process.
 */
export function temporaryFolder(): string {
  if (folders.length === 0) process.once('exit', removeAll);
  const folder = mkdtempSync(join(tmpdir(), 'promo-lead-'));
  folders.push(folder);
  return folder;
}

/** A process that was killed a moment ago may still have files there. */
function removeAll(): void {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  }
}
