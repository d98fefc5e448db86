import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** The longest path on Linux, including the final zero; a quarter of that on macOS. */
const pathLengthMax = process.platform === 'linux' ? 4096 : 1024;

/**
 * A folder that can be made, but whose files would have too long a path: nothing else is refused
 * to root.
 */
export function longestFolder(): string {
  const length = pathLengthMax - 8;
  let path = temporaryFolder();
  while (path.length < length - 120) path = join(path, 'x'.repeat(100));
  return join(path, 'x'.repeat(length - path.length - 1));
}
