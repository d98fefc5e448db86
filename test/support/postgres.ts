import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { Socket } from 'node:net';
import { loadConfig } from '../../src/node/config/load.ts';
import type { PostgresLocation } from '../../src/node/config/store-location.ts';
import { createPostgresPool } from '../../src/node/postgres-pool.ts';

/** Names the server that a whole run shares. */
export const postgresVariable = 'PROMO_LEAD_TEST_POSTGRES';

let shared: Promise<string> | undefined;

/** The URL of an empty schema on the run's server; a file that runs alone starts one of its own. */
export async function freshPostgres(): Promise<string> {
  shared ??= Promise.resolve(process.env[postgresVariable] ?? (await startApart()).url);
  const url = await shared;
  const schema = `test_${randomBytes(8).toString('hex')}`;
  const pool = await createPostgresPool(postgresAt(url), { connectionsMax: 1 });
  await pool.query(`create schema ${schema}`);
  await pool.end();
  return `${url}&options=${encodeURIComponent(`-c search_path=${schema}`)}`;
}

/** Reads a URL as the configuration does. */
export function postgresAt(url: string): PostgresLocation {
  const { store } = loadConfig({ env: { PROMO_LEAD_STORE: url } });
  if (store.kind !== 'postgres') throw new TypeError('Cannot read URL: not of PostgreSQL');
  return store;
}

export interface ApartServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server that ends when this process does. */
export async function startApart(): Promise<ApartServer> {
  const script = new URL('postgres-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Out of reach of a Ctrl-C in the terminal: it would end before its tests do.
    detached: true,
  });
  const line: unknown = await Promise.race([
    once(child.stdout, 'data').then(([chunk]: unknown[]) => chunk),
    once(child, 'exit').then(([code]) => {
      throw new Error(`Cannot start PostgreSQL: it ended with ${String(code)}`);
    }),
  ]);
  // Alone they keep no test file from ending.
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
  return {
    url: String(line).trim(),
    async stop() {
      const exited = once(child, 'exit');
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}
