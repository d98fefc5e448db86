import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../sockets/listen.ts';
import type { WebKitPaths } from './browsers.ts';

const startTimeoutMs = 20_000;
const host = '127.0.0.1';

/** WebKitGTK's driver on its own display. */
export class WebKitDriver implements AsyncDisposable {
  readonly port: number;
  readonly #processes: readonly ChildProcess[];

  private constructor(port: number, processes: readonly ChildProcess[]) {
    this.port = port;
    this.#processes = processes;
  }

  static async start(paths: WebKitPaths): Promise<WebKitDriver> {
    const screen = ['-screen', '0', '1280x1024x24', '-nolisten', 'tcp'];
    const display = spawn(paths.display, ['-displayfd', '3', ...screen], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const number = await firstLine(display.stdio[3]);
    const port = await freePort();
    const driver = spawn(paths.driver, [`--host=${host}`, `--port=${port}`], {
      stdio: 'ignore',
      env: { ...process.env, DISPLAY: `:${number}` },
    });
    await answering(`http://${host}:${port}/status`);
    return new WebKitDriver(port, [driver, display]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const process of this.#processes) {
      const exited = once(process, 'exit');
      process.kill();
      await exited;
    }
  }
}

/** Xvfb writes the number of its display to this pipe. */
async function firstLine(pipe: unknown): Promise<string> {
  if (!(pipe instanceof Readable)) throw new TypeError('Cannot read from Xvfb: no pipe');
  const chunks: unknown[] = await once(pipe, 'data', {
    signal: AbortSignal.timeout(startTimeoutMs),
  });
  return String(chunks[0]).trim();
}

/** Polls, because the driver does not say when it listens. */
async function answering(url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    const reply = await fetch(url).catch(() => null);
    if (reply?.ok === true) return;
    await wait(50);
  }
  throw new Error(`Cannot start WebKitWebDriver: no answer in ${startTimeoutMs} ms`);
}
