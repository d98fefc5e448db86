/**
 * `run.ts [GROUP…] [FILE…]`: runs the parts of the test suite, two at a time on two or more
 * cores, shows the output of failed ones, and ends with one line that counts all tests.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { engines, howToGet, provideBrowsers } from './browsers/browsers.ts';
import { commandVariable, writeOneFileCommand } from './command/one-file-command.ts';
import { howToGetPostgres, providePostgres } from './postgres/postgres-programs.ts';
import { type ApartServer, postgresVariable, startApart } from './postgres/postgres.ts';
import { execute } from './runner/execute.ts';
import { runInLanes } from './runner/lanes.ts';
import { type Group, groups, type Part, partsOf } from './runner/parts.ts';
import { add, describeTally, readTally, settle, type Tally } from './runner/tally.ts';
import { databaseVariable } from './store/database.ts';

const inCi = process.env['CI'] !== undefined && process.env['CI'] !== 'false';
// Each part takes about one core. Three at once would slow each other down.
const lanes = Math.min(2, availableParallelism());

const args = process.argv.slice(2);
const isGroup = (arg: string): arg is Group => groups.some((group) => group === arg);
const wanted = args.filter(isGroup);
const files = args.filter((arg) => !isGroup(arg));
// Each framework has its own installation: too much for every local run.
const usual = groups.filter((group) => group !== 'frameworks' || inCi);
const chosen = (wanted.length > 0 ? wanted : usual).flatMap((group) => partsOf(group, files));

let total: Tally = { passed: 0, failed: 0, skipped: 0 };
const missing = provideBrowsers(
  engines.filter((engine) => chosen.some(({ name }) => name === engine)),
);
const postgres = await startDatabase();
const shared = {
  // Otherwise each process would strip and compile the same sources again.
  NODE_COMPILE_CACHE: resolve('node_modules/.cache/promo-lead'),
  ...(await writeCommand()),
};
const possible = chosen.filter(
  ({ name, env }) =>
    !missing.some((engine) => engine === name) &&
    (env?.[databaseVariable] !== 'postgres' || postgres !== undefined),
);
await runInLanes(possible, lanes, async (part) => {
  const tally = await run(part);
  // Not in one expression with the `await`: the other lane adds to the total meanwhile.
  total = add(total, tally);
});
for (const engine of missing) {
  say(`\nNOT RUN: the browser tests in ${engine}. To have it: ${howToGet(engine)}\n`);
  if (inCi) total = add(total, { passed: 0, failed: 1, skipped: 0 });
}
await postgres?.stop();
say(`\n${describeTally(total)}\n`);
process.exitCode = total.failed > 0 || (inCi && total.skipped > 0) ? 1 : 0;

/** One server for the whole run. Without one the store is not fully tested, so the run fails. */
async function startDatabase(): Promise<ApartServer | undefined> {
  if (!chosen.some(({ group }) => group === 'node')) return undefined;
  try {
    if (providePostgres()) return await startApart();
    say(`\nNOT RUN: the tests on PostgreSQL. To have it: ${howToGetPostgres}\n`);
  } catch (error) {
    say(`\nNOT RUN: the tests on PostgreSQL. ${String(error)}\n`);
  }
  total = add(total, { passed: 0, failed: 1, skipped: 0 });
  return undefined;
}

/** For the parts that start the command often; single files are faster with the sources. */
async function writeCommand(): Promise<Readonly<Record<string, string>>> {
  const isStarted =
    files.length === 0 && chosen.some(({ group }) => /^(node|e2e|frameworks)$/.test(group));
  return isStarted ? { [commandVariable]: await writeOneFileCommand() } : {};
}

async function run({ name, command, counted = false, env = {} }: Part): Promise<Tally> {
  const startedAt = performance.now();
  const database = postgres ? { [postgresVariable]: postgres.url } : {};
  const { output, exitedWell } = await execute(command, { ...shared, ...database, ...env });
  const tally = counted
    ? settle(readTally(output), exitedWell)
    : { passed: Number(exitedWell), failed: Number(!exitedWell), skipped: 0 };
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  // The output of a part at once, because another runs beside it.
  const failures = tally.failed > 0 ? `\n${failuresIn(output).trim()}\n\n` : '';
  say(`${name.padEnd(12)}${describeTally(tally)} (${seconds} s)\n${failures}`);
  return tally;
}

/** `node --test` repeats its failures at the end. */
function failuresIn(output: string): string {
  const start = output.indexOf('✖ failing tests:');
  return start === -1 ? output : output.slice(start);
}

function say(text: string): void {
  process.stdout.write(text);
}
