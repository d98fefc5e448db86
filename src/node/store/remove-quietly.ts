import { rmSync } from 'node:fs';

/**
 * Removes what is left of a draft, where there is any. What keeps it from being removed has mostly
 * kept it from being made, and that is what there is to tell.
 */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It has a name that nobody reads.
  }
}
