import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server in separate processes. */
export interface System extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** From the start of its process until it reported that it is ready. */
  readonly startMs: number;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly url?: string;
  /** Whether it is ready, if it does not report that itself. */
  readonly isReady?: () => Promise<boolean>;
}

/** Starts a command and waits for its `ready on URL`. */
export async function start(
  [program, ...args]: readonly [string, ...string[]],
  { env = {}, url, isReady }: StartOptions = {},
): Promise<System> {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...env },
  });
  const ended = once(child, 'close');
  let said = '';
  const ready = Promise.withResolvers<string>();
  for (const pipe of [child.stdout, child.stderr]) {
    pipe.on('data', (chunk: Buffer) => {
      // Later output does not matter, and must not pile up here.
      if (said.length < 10_000) said += chunk.toString();
      const found = /ready on (\S+)/.exec(said)?.[1];
      if (found !== undefined) ready.resolve(found);
    });
  }
  void ended.then(() => ready.reject(new Error(`Cannot start ${program}: ${said}`)));
  if (url !== undefined && isReady) {
    while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, 20));
    ready.resolve(url);
  }
  return {
    url: await ready.promise,
    pid: child.pid ?? 0,
    startMs: performance.now() - startedAt,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A folder that is removed on disposal. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'promo-lead-bench-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** CPU that a process and all its descendants have used so far. Linux only. */
export function treeCpuMs(root: number): number {
  const ticksMs = 10;
  return treeOf(root).reduce((sum, { ticks }) => sum + ticks, 0) * ticksMs;
}

/** Resident memory of a process that is not backed by a file. */
export function residentMb(pid: number): number {
  const [, kb = '0'] = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb) / 1024;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

function treeOf(root: number): readonly Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => readProcess(Number(pid)));
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

function readProcess(pid: number): readonly Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may contain anything: state, parent, …; user and system time, both
    // also for children that have ended.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return [{ pid, parent: Number(fields[1]), ticks }];
  } catch {
    return [];
  }
}
