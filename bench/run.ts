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
  /** Measures in so many minutes at most; `say` tells who waits how far it is. */
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
  /** Of the machine in the minute before: above 0.5 others took part in what was measured. */
  loadBefore: Math.round(loadBefore * 100) / 100,
};
const sections: Section[] = [];
for (const part of parts) {
  install(join(folder, part));
  const { measure } = (await import(`./${part}/index.ts`)) as BenchPart;
  const measured = await measure(minutesInAll / parts.length, say);
  // At once: a fault in what comes after must not cost what took minutes.
  writeFileSync(
    join(results, `${part}.json`),
    JSON.stringify({ circumstances, sections: measured }, undefined, 2),
  );
  sections.push(...measured);
}
const files = writeReport(circumstances, sections);
for (const [file, text] of Object.entries(files)) writeFileSync(join(results, file), text);
say(`written: ${join('bench/results', 'report.md')}`);

/** What is measured beside ours has its packages here: none of them is the project's. */
function install(at: string): void {
  if (!existsSync(join(at, 'package.json')) || existsSync(join(at, 'node_modules'))) return;
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', options, { cwd: at, stdio: ['ignore', 2, 2] });
}
