import { execFileSync, spawn } from 'node:child_process';

/** No part takes a third of this on two idle cores. */
const timeoutMs = 40 * 60_000;

export interface Execution {
  readonly output: string;
  readonly exitedWell: boolean;
}

const running = new Set<() => void>();
process.once('SIGINT', () => {
  for (const stop of running) stop();
  process.exit(130);
});

/** Runs a command to its end, and collects its output. */
export async function execute(
  [program, ...args]: readonly [program: string, ...args: string[]],
  env: Readonly<Record<string, string>>,
): Promise<Execution> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that a hanging command is ended with all its children.
    detached: true,
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  const chunks: Buffer[] = [];
  const add = (line: string): unknown => chunks.push(Buffer.from(`\n${line}\n`));
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const stop = (): void => killGroup(child.pid);
  running.add(stop);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    add(`Cannot finish: stopped after ${timeoutMs / 1000} s\n${commandsOf(child.pid)}`);
    stop();
  }, timeoutMs);
  child.once('exit', (_, signal) => {
    if (signal === null || isLate) return;
    add(`Cannot finish: ended by ${signal}\n${commandsOf(child.pid)}`);
    // Its children would keep the output open.
    stop();
  });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  child.once('error', (error) => {
    add(`Cannot run ${program}: ${error.message}`);
    resolve(false);
  });
  child.once('close', (code) => resolve(code === 0));
  const exitedWell = await promise;
  clearTimeout(timer);
  running.delete(stop);
  return { output: Buffer.concat(chunks).toString(), exitedWell };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left of the group.
  }
}

/** The processes of a command; a test file with its own process is named last. */
function commandsOf(group: number | undefined): string {
  try {
    const options = { encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
    return execFileSync('ps', ['-A', '-o', 'pgid=,args='], options)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith(`${group} `))
      .map((line) => `  under way: ${line.length > 200 ? `… ${line.slice(-200)}` : line}`)
      .join('\n');
  } catch (error) {
    return `  Cannot list what was under way: ${String(error)}`;
  }
}
