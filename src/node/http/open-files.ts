import { readFileSync } from 'node:fs';

/** Each takes some 10 kB of memory; for more visitors at once, run several servers. */
const connectionsMax = 20_000;
/** Left for the store, the calls to the vendors and the log. */
const otherFiles = 256;

/**
 * How many connections fit: each is an open file, whose number is limited for a process. If they
 * run out, the store cannot be opened and no vendor called.
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
