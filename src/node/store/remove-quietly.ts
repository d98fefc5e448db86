import { rmSync } from 'node:fs';

/**
 * Removes what is left of a draft, if anything. An error here is ignored: mostly, it has the same
 * cause as the one that is being reported.
 */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Nothing reads a file of this name.
  }
}
