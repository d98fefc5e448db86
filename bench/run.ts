/**
 * `run.ts [PART…]`: measures, and writes a report with its plots and all raw figures into
 * `bench/results/`. A part is a folder here whose `index.ts` exports `measure()`.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import { dirname, join } from 'node:path';
import { type Section, writeReport } from './report.ts';

interface BenchPart {
  /** Measures for at most this many minutes; `say` reports the progress. */
  measure(minutes: number, say: (text: string) => void): Promise<readonly Section[]>;
}

const folder = import.meta.dirname;
const results = join(folder, 'results');
const minutesInAll = 15;

const known = globSync('*/index.ts', { cwd: folder }).map(dirname).toSorted();
const wanted = process.argv.slice(2);
const parts = wanted.length > 0 ? wanted : known;
const unknown = parts.filter((part) => !known.includes(part));
if (unknown.length > 0) {
  throw new Error(`Cannot measure ${unknown.join(', ')}: there is ${known.join(', ')}`);
}

const say = (text: string): unknown => process.stderr.write(`${text}\n`);
const loadBefore = loadavg()[0] ?? 0;
mkdirSync(results, { recursive: true });
const circumstances = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? 'unknown',
  kernel: release(),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  /** The machine's load in the minute before: above 0.5, others affected the measurements. */
  loadBefore: Math.round(loadBefore * 100) / 100,
};
const sections: Section[] = [];
for (const part of parts) {
  install(join(folder, part));
  const { measure } = (await import(`./${part}/index.ts`)) as BenchPart;
  const measured = await measure(minutesInAll / parts.length, say);
  // Written at once, so that a later error does not lose minutes of measurements.
  writeFileSync(
    join(results, `${part}.json`),
    JSON.stringify({ circumstances, sections: measured }, undefined, 2),
  );
  sections.push(...measured);
}
const files = writeReport(circumstances, sections);
for (const [file, text] of Object.entries(files)) writeFileSync(join(results, file), text);
say(`written: ${join('bench/results', 'report.md')}`);

/** Installs the packages that are compared with ours; the project has none of them. */
function install(at: string): void {
  if (!existsSync(join(at, 'package.json')) || existsSync(join(at, 'node_modules'))) return;
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', options, { cwd: at, stdio: ['ignore', 2, 2] });
}
