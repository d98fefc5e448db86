/**
 * `run.ts [NAME…]`: puts each mutant into a copy of the sources, runs the tests that must notice
 * it, and shows whether they did. Exits with 1 if a mutant survives, or if tests of the copy fail
 * without one.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { databaseVariable } from '../support/store/database.ts';
import { deliveryMutants } from './delivery-mutants.ts';
import { limitMutants } from './limit-mutants.ts';
import { type Mutant, mutate } from './mutant.ts';
import { redemptionMutants } from './redemption-mutants.ts';

const timeoutMs = 5 * 60_000;
const copied = ['src', 'test', 'demo', 'package.json', 'tsconfig.json'];

const names = process.argv.slice(2);
const mutants = [...deliveryMutants, ...redemptionMutants, ...limitMutants].filter(
  ({ name }) => names.length === 0 || names.includes(name),
);
const folder = mkdtempSync(join(tmpdir(), 'promo-lead-mutants-'));
try {
  for (const name of copied) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const lives = mutants.filter((mutant) => !isKilled(mutant));
  say(`\n${mutants.length} mutants, ${lives.length} live\n`);
  process.exitCode = mutants.length === 0 || lives.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Whether all tests that must notice a mutant do, and pass without it. */
function isKilled(mutant: Mutant): boolean {
  say(mutant.name.padEnd(56));
  const isGreen = !isRed(testsOf(mutant));
  const kept = mutant.edits.map(({ file }) => [file, read(file)] as const);
  for (const edit of mutant.edits) write(edit.file, mutate(read(edit.file), edit));
  const byTests = isRed(testsOf(mutant));
  const bySeeds = mutant.seeds === undefined ? undefined : isRed(simulationOf(mutant.seeds));
  for (const [file, text] of kept.toReversed()) write(file, text);
  const found = [
    isGreen ? undefined : 'RED WITHOUT IT',
    `tests ${byTests ? 'red' : 'GREEN'}`,
    bySeeds === undefined ? undefined : `simulation ${bySeeds ? 'red' : 'GREEN'}`,
  ];
  say(`${found.filter((each) => each !== undefined).join(', ')}\n`);
  return isGreen && byTests && bySeeds !== false;
}

interface Run {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

function testsOf({ tests, database }: Mutant): Run {
  const env = database && { [databaseVariable]: database };
  return { args: ['--test', '--test-timeout=120000', ...tests], ...(env && { env }) };
}

function simulationOf(seeds: number): Run {
  return { args: ['test/simulation/run.ts', '--stop', '--seeds', String(seeds)] };
}

function isRed({ args, env }: Run): boolean {
  const { status } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    timeout: timeoutMs,
    stdio: 'ignore',
  });
  return status !== 0;
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

function say(text: string): void {
  process.stdout.write(text);
}
