import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';

/**
 * Makes a file or folder as a draft, under a name beside `path` that no other process has. Once it
 * is whole, `make` gives it the name that others read. What is left of a draft is removed.
 */
export function withDraft<T>(path: string, make: (draft: string) => T): T {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    return make(draft);
  } finally {
    removeQuietly(draft);
  }
}

/** An error here is ignored: mostly, it has the same cause as the one that is being reported. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Nothing reads a file of this name.
  }
}
