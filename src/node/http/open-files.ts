import { readFileSync } from 'node:fs';

/** Each is some 10 kB of memory; a server with more visitors at once is one of several. */
const connectionsMax = 20_000;
/** For the store, the calls to the vendors and the log. */
const otherFiles = 256;

/**
 * How many connections fit: each is an open file, and of those a process has so many. Where they
 * run out, the store cannot be opened and no vendor be called.
 *
 * @param limits - As Linux shows them in `/proc`; Node has raised the soft one to the hard one.
 */
export function connectionsThatFit(limits: string = readLimits()): number {
  const files = /^Max open files +(\d+)/m.exec(limits)?.[1];
  if (files === undefined) return connectionsMax;
  return Math.min(connectionsMax, Math.max(1, Number(files) - otherFiles));
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
