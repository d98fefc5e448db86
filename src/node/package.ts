import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';

/** Where the package is: two levels above `src/` and `dist/` alike. */
export const packageFolder: string = fileURLToPath(new URL('../..', import.meta.url));

const Package = z.object({ version: z.string() });

/** From package.json. */
export function packageVersion(): string {
  const text = readFileSync(join(packageFolder, 'package.json'), 'utf8');
  return Package.parse(JSON.parse(text)).version;
}
