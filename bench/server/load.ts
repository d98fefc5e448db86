import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type System, treeCpuMs } from './system.ts';

export type Call = 'validate' | 'leads' | 'redeem';

export interface Load {
  readonly call: Call;
  readonly connections: number;
  readonly seconds: number;
  /** How many promo codes there are to ask for. */
  readonly codes?: number;
  /** Of how many companies, in turn; without it none is named. */
  readonly companies?: number;
}

export interface Measured {
  readonly perSecond: number;
  /** Of the system's own processes, without whoever asks and whoever is asked. */
  readonly cpuUsPerRequest: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Replies that were no success, and connections that failed: 0, or the rest says nothing. */
  readonly failed: number;
}

interface Summary {
  readonly requests: number;
  readonly microseconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
  readonly broken: number;
}

const script = new URL('load.lua', import.meta.url).pathname;
let runs = 0;

/** Asks as fast as it is answered, from a process of its own (`wrk`). */
export async function put(system: System, load: Load): Promise<Measured> {
  const { call, connections, seconds, codes = 100, companies = 0 } = load;
  // Four digits, so that the phones of all runs are different ones.
  const seed = String(1000 + (runs++ % 9000));
  const options = [`-t1`, `-c${connections}`, `-d${seconds}s`, '--timeout', '20s', '-s', script];
  const before = treeCpuMs(system.pid);
  const told = [call, seed, String(codes), String(companies)];
  const wrk = spawn('wrk', [...options, system.url, '--', ...told], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  wrk.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(wrk, 'close');
  const cpuMs = treeCpuMs(system.pid) - before;
  const line = said.split('\n').find((each) => each.startsWith('{'));
  if (line === undefined) throw new Error(`Cannot read what wrk says: ${said}`);
  const summary = JSON.parse(line) as Summary;
  return {
    perSecond: (summary.requests / summary.microseconds) * 1e6,
    cpuUsPerRequest: (cpuMs * 1000) / summary.requests,
    p50Ms: summary.p50 / 1000,
    p99Ms: summary.p99 / 1000,
    failed: summary.refused + summary.broken,
  };
}
