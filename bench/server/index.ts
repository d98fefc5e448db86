import { existsSync } from 'node:fs';
import type { Section } from '../report.ts';
import { measureGrowth } from './growth.ts';
import { measureStart } from './start-and-rest.ts';
import { measureThroughput } from './throughput.ts';

/** The server: the cost of a request, how it grows, and the cost of starting and of idling. */
export async function measure(
  minutes: number,
  say: (text: string) => void,
): Promise<readonly Section[]> {
  if (!existsSync('dist/node/bin.js')) throw new Error('Cannot measure: run npm run build first');
  const seconds = minutes * 60;
  return [
    ...(await measureThroughput(seconds * 0.45, say)),
    ...(await measureGrowth(seconds * 0.3, say)),
    ...(await measureStart(seconds * 0.15, say)),
  ];
}
