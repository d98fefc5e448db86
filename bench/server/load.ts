import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type System, treeCpuMs } from './system.ts';

export type Call = 'validate' | 'leads' | 'redeem';

export interface Load {
  readonly call: Call;
  readonly connections: number;
  readonly seconds: number;
  /** The number of promo codes to ask for. */
  readonly codes?: number;
  /** The number of companies, asked in turn; by default no company is named. */
  readonly companies?: number;
}

export interface Measured {
  readonly perSecond: number;
  /** CPU of the system's own processes, without the client and the vendor. */
  readonly cpuUsPerRequest: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Failed replies and connections. Must be 0, or the other figures mean nothing. */
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

/** Sends requests as fast as they are answered, from a separate process (`wrk`). */
export async function put(system: System, load: Load): Promise<Measured> {
  const { call, connections, seconds, codes = 100, companies = 0 } = load;
  // Four digits, so that each run has its own phones.
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
