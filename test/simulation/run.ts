/**
 * `run.ts --seeds COUNT [--from SEED] [--stop]`: simulates this many seeds on all cores, names
 * those that fail, and stops at the first if asked. `run.ts --seed SEED`: shows what happens with
 * one.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { openDatabase } from './database.ts';
import { type Outcome, simulate } from './simulation.ts';

/** The seeds of one thread: `first`, and each `step` after it. */
interface Share {
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

type Report = Pick<Outcome, 'seed' | 'failure'>;

const progressEach = 1000;

if (isMainThread) await main();
else await work(workerData as Share);

async function main(): Promise<void> {
  const { seed, seeds, from, stop } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '2000' },
      from: { type: 'string', default: '0' },
      stop: { type: 'boolean', default: false },
    },
  }).values;
  const failed =
    seed === undefined
      ? await runMany(Number(from), Number(seeds), stop)
      : await show(Number(seed));
  process.exitCode = failed ? 1 : 0;
}

async function show(seed: number): Promise<boolean> {
  const { trace, failure } = await simulate(seed, await openDatabase(), { isTraced: true });
  say(`${trace.join('\n')}\n\nseed ${seed}: ${failure ?? 'all is well'}\n`);
  return failure !== undefined;
}

async function runMany(from: number, count: number, stops: boolean): Promise<boolean> {
  const startedAt = performance.now();
  let done = 0;
  let failures = 0;
  const step = Math.min(availableParallelism(), count);
  const threads = Array.from({ length: step }, (_, index) => {
    const share: Share = { first: from + index, end: from + count, step };
    const thread = new Worker(new URL(import.meta.url), { workerData: share });
    thread.on('message', ({ seed, failure }: Report) => {
      done += 1;
      if (failure !== undefined) {
        failures += 1;
        say(`seed ${seed}: ${failure}\n`);
        if (stops) process.exit(1);
      }
      if (done % progressEach === 0) say(`${done} of ${count} seeds, ${failures} failed\n`);
    });
    return new Promise<number>((resolve) => {
      thread.once('exit', resolve);
    });
  });
  const codes = await Promise.all(threads);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${done} seeds from ${from}, ${failures} failed (${seconds} s)\n`);
  return failures > 0 || done < count || codes.some((code) => code !== 0);
}

async function work({ first, end, step }: Share): Promise<void> {
  const database = await openDatabase();
  for (let seed = first; seed < end; seed += step) {
    const { failure } = await simulate(seed, database);
    const report: Report = { seed, failure };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is not a window's.
    parentPort?.postMessage(report);
  }
}

function say(text: string): void {
  process.stdout.write(text);
}
