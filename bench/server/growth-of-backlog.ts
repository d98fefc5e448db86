import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exponentOf, type Plot } from '../plot.ts';
import { rounded, type Section } from '../report.ts';
import type { Say } from './growth-section.ts';

const script = join(import.meta.dirname, '../backlog.ts');

interface Drained {
  readonly leads: number;
  readonly perSecond: number;
  /** The waiting time of leads that arrived meanwhile. */
  readonly waitMs: { readonly median: number; readonly longest: number };
}

/** How fast a backlog is delivered to the embedded backend, by its length. */
export async function byBacklog(say: Say): Promise<Section> {
  const all: Drained[] = [];
  for (const leads of [100, 1000, 10_000, 30_000]) {
    say(`a backlog of ${leads} leads`);
    const command = [script, '--json', '--leads', String(leads)];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    all.push(JSON.parse(stdout) as Drained);
  }
  const points = (of: (drained: Drained) => number): Plot['lines'][number]['points'] =>
    all.map((drained) => [drained.leads, of(drained)] as const);
  const lines = [
    { name: 'leads a second', points: points(({ perSecond }) => perSecond) },
    { name: 'wait of a new lead, ms', points: points(({ waitMs }) => waitMs.median) },
  ];
  const slopes = lines.map((line) => `${line.name} ${exponentOf(line.points).toFixed(2)}`);
  return {
    title: 'Backlog',
    text:
      'Leads that came in an outage go to the embedded backend on the same SQLite store, while ' +
      `new ones come in, two a second. Exponents: ${slopes.join(', ')}.`,
    head: ['leads', 'a second', 'new ones wait, median ms', 'longest ms'],
    rows: all.map(({ leads, perSecond, waitMs }) => [
      leads,
      Math.round(perSecond),
      rounded(waitMs.median),
      rounded(waitMs.longest),
    ]),
    plots: [{ title: 'Backlog', x: 'leads that are due', y: '', lines }],
    raw: all,
  };
}
