/**
 * `run.ts [GROUP…] [FILE…]`: runs the parts of the test suite one after the other, shows the output
 * of what failed, and ends with one line that counts the tests of all parts.
 */
import { spawn } from 'node:child_process';
import { engines, howToGet, provideBrowsers } from './browsers.ts';
import { type Group, groups, type Part, partsOf } from './parts.ts';
import { type ApartServer, postgresVariable, startApart } from './postgres.ts';
import { howToGetPostgres, providePostgres } from './postgres-programs.ts';
import { add, describeTally, readTally, settle, type Tally } from './tally.ts';

const partTimeoutMs = 10 * 60_000;
const inCi = process.env['CI'] !== undefined && process.env['CI'] !== 'false';

const args = process.argv.slice(2);
const isGroup = (arg: string): arg is Group => groups.some((group) => group === arg);
const wanted = args.filter(isGroup);
const files = args.filter((arg) => !isGroup(arg));
const chosen = (wanted.length > 0 ? wanted : groups).flatMap((group) => partsOf(group, files));

let total: Tally = { passed: 0, failed: 0, skipped: 0 };
const missing = provideBrowsers(
  engines.filter((engine) => chosen.some(({ name }) => name === engine)),
);
const postgres = await startDatabase();
for (const part of chosen) {
  if (missing.some((engine) => engine === part.name)) continue;
  if (part.name === 'postgres' && !postgres) continue;
  total = add(total, await run(part));
}
for (const engine of missing) {
  say(`\nNOT RUN: the browser tests in ${engine}. To have it: ${howToGet(engine)}\n`);
  if (inCi) total = add(total, { passed: 0, failed: 1, skipped: 0 });
}
await postgres?.stop();
say(`\n${describeTally(total)}\n`);
process.exitCode = total.failed > 0 || (inCi && total.skipped > 0) ? 1 : 0;

/** One server for the whole run. Without it nobody knows whether the store is right: that fails. */
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

async function run({ name, command, counted = false, env = {} }: Part): Promise<Tally> {
  say(name.padEnd(12));
  const startedAt = performance.now();
  const { output, exitedWell } = await execute(command, env);
  const tally = counted
    ? settle(readTally(output), exitedWell)
    : { passed: Number(exitedWell), failed: Number(!exitedWell), skipped: 0 };
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${describeTally(tally)} (${seconds} s)\n`);
  if (tally.failed > 0) say(`\n${failuresIn(output).trim()}\n\n`);
  return tally;
}

async function execute(
  [program, ...rest]: Part['command'],
  env: NonNullable<Part['env']>,
): Promise<{
  readonly output: string;
  readonly exitedWell: boolean;
}> {
  const child = spawn(program, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what hangs ends with all that it started.
    detached: true,
    env: {
      ...process.env,
      NO_COLOR: '1',
      ...(postgres && { [postgresVariable]: postgres.url }),
      ...env,
    },
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const stop = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const interrupt = (): void => {
    stop();
    process.exit(130);
  };
  process.once('SIGINT', interrupt);
  const timer = setTimeout(() => {
    chunks.push(Buffer.from(`\nCannot finish: stopped after ${partTimeoutMs / 1000} s\n`));
    stop();
  }, partTimeoutMs);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.once('error', (error) => {
    chunks.push(Buffer.from(`Cannot run ${program}: ${error.message}`));
    resolve(false);
  });
  child.once('close', (code) => resolve(code === 0));
  const exitedWell = await promise;
  clearTimeout(timer);
  process.off('SIGINT', interrupt);
  return { output: Buffer.concat(chunks).toString(), exitedWell };
}

/** `node --test` repeats its failures at the end. */
function failuresIn(output: string): string {
  const start = output.indexOf('✖ failing tests:');
  return start === -1 ? output : output.slice(start);
}

function say(text: string): void {
  process.stdout.write(text);
}
