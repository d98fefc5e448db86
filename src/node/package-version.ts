import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const Package = z.object({ version: z.string() });

/** From package.json, two levels above `src/` and `dist/` alike. */
export function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return Package.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
