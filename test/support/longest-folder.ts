import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** What Linux takes for a path, with the zero at its end; macOS takes a quarter of it. */
const pathLengthMax = process.platform === 'linux' ? 4096 : 1024;

/**
 * A folder that can be made, and whose files have names too long for the system: who is root is
 * refused nothing else.
 */
export function longestFolder(): string {
  const length = pathLengthMax - 8;
  let path = temporaryFolder();
  while (path.length < length - 120) path = join(path, 'x'.repeat(100));
  return join(path, 'x'.repeat(length - path.length - 1));
}
