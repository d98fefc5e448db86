import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { after } from 'node:test';
import type { Environment } from '../../../src/node/config/sources.ts';
import { commandVariable } from './one-file-command.ts';

export interface Spawned {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves to the exit code, or to the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const bin =
  process.env[commandVariable] ?? new URL('../../../src/node/bin.ts', import.meta.url).pathname;
/** Compiling the sources, the same for every process, takes half of a start. */
const compileCache = new URL('../../../node_modules/.cache/compile', import.meta.url).pathname;

/** Starts the command as its own process, without the variables of this one. */
export function spawnPromoLead(
  args: readonly string[],
  env: Environment = {},
  files: OutputFiles = {},
): Spawned {
  return spawnProgram(bin, args, env, files);
}

/** Files for outputs that are not read here. */
export interface OutputFiles {
  readonly stdout?: string;
  readonly stderr?: string;
}

/** Starts a Node program as {@link spawnPromoLead} does. */
export function spawnProgram(
  file: string,
  args: readonly string[],
  env: Environment = {},
  files: OutputFiles = {},
): Spawned {
  const [out, err] = [files.stdout, files.stderr].map((path) =>
    path === undefined ? 'pipe' : openSync(path, 'w'),
  );
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache, ...env },
    stdio: ['ignore', out, err],
  });
  after(() => child.kill('SIGKILL'));
  for (const descriptor of [out, err]) if (typeof descriptor === 'number') closeSync(descriptor);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'close').then(
    ([code, signal]: (number | NodeJS.Signals | null)[]) => code ?? signal ?? 0,
  );
  return { child, stdout: () => stdout, stderr: () => stderr, ended };
}

export interface SpawnedServer extends Spawned {
  readonly url: string;
}

/** Starts `serve` on a free port, and waits until it is ready. */
export async function spawnServer(
  args: readonly string[],
  env: Environment = {},
): Promise<SpawnedServer> {
  const spawned = spawnPromoLead(['serve', '--port', '0', ...args], env);
  return { ...spawned, url: await said(spawned, /ready on (\S+)/) };
}

/** Waits until standard output matches. Resolves to the first group. */
export async function said(
  { child, stdout, stderr, ended }: Spawned,
  pattern: RegExp,
): Promise<string> {
  const hear = async (): Promise<string> => {
    for (;;) {
      const heard = pattern.exec(stdout())?.[1];
      if (heard !== undefined) return heard;
      if (child.stdout) await once(child.stdout, 'data');
    }
  };
  return Promise.race([
    hear(),
    ended.then((code) => {
      throw new Error(`Cannot start the server: it ended with ${code}\n${stderr()}`);
    }),
  ]);
}
