import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { loadConfig } from '../../../src/node/config/load.ts';
import type { PostgresLocation } from '../../../src/node/config/store-location.ts';
import { createPostgresPool } from '../../../src/node/store/postgres-pool.ts';
import type { Store } from '../../../src/store/index.ts';
import { guardedGroup, postgresUserName } from './postgres-server.ts';

/** Names the server that the whole run shares. */
export const postgresVariable = 'PROMO_LEAD_TEST_POSTGRES';

let shared: Promise<{ readonly url: string; readonly pool: Pool }> | undefined;

/**
 * The URL of a new schema on the run's server, after a script ran there; a file that runs alone
 * starts a server of its own.
 */
export async function freshPostgres(script = ''): Promise<string> {
  shared ??= reachServer();
  const { url, pool } = await shared;
  const schema = `test_${randomBytes(8).toString('hex')}`;
  // In one message: with many statements, most of the time is the round trips.
  await pool.query(
    `begin; create schema ${schema}; set local search_path to ${schema}; ${script}; commit`,
  );
  return `${url}&options=${encodeURIComponent(`-c search_path=${schema}`)}`;
}

async function reachServer(): Promise<{ readonly url: string; readonly pool: Pool }> {
  const url = process.env[postgresVariable] ?? (await startApart()).url;
  return { url, pool: await createPostgresPool(postgresAt(url), { connectionsMax: 1 }) };
}

/** The name of a new user with this password; unique, because test files run side by side. */
export async function freshPostgresUser(store: Store, password: string): Promise<string> {
  const name = `user_${randomBytes(8).toString('hex')}`;
  const [user, group] = [sql.ref(name), sql.ref(guardedGroup)];
  await sql`do $$ begin create role ${group};
    exception when duplicate_object or unique_violation then end $$`.execute(store);
  await sql`create role ${user} login password ${sql.lit(password)} in role ${group}`.execute(
    store,
  );
  return name;
}

/** Reads a URL as the configuration does. */
export function postgresAt(url: string): PostgresLocation {
  const { store } = loadConfig({ env: { PROMO_LEAD_STORE: url } });
  if (store.kind !== 'postgres') throw new TypeError('Cannot read URL: not of PostgreSQL');
  return store;
}

/** A server in its own process, which ends with this one. */
export interface ApartServer {
  /** Of its database `postgres`, by the Unix socket. */
  readonly url: string;
  readonly folder: string;
  readonly socket: string;
  /** `SIGINT` stops it as an administrator does, `SIGKILL` as a crash does; it keeps its data. */
  halt(signal: 'SIGINT' | 'SIGKILL'): Promise<void>;
  resume(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Starts a server, or a standby of the one in the folder. */
export async function startApart(primaryFolder?: string): Promise<ApartServer> {
  const script = new URL('postgres-process.ts', import.meta.url).pathname;
  const args = primaryFolder === undefined ? [script] : [script, primaryFolder];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Detached from a Ctrl-C in the terminal, which would end it before its tests.
    detached: true,
  });
  const answer = (): Promise<string> =>
    Promise.race([
      once(child.stdout, 'data').then(([chunk]) => String(chunk).trim()),
      once(child, 'exit').then(([code]) => {
        throw new Error(`Cannot use PostgreSQL: its process ended with ${String(code)}`);
      }),
    ]);
  const order = async (line: string): Promise<void> => {
    child.stdin.write(`${line}\n`);
    await answer();
  };
  const folder = await answer();
  // They must not keep a test file from ending.
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
  return {
    url: `postgres://${postgresUserName}@/postgres?host=${encodeURIComponent(folder)}`,
    folder,
    socket: `${folder}/.s.PGSQL.5432`,
    halt: order,
    resume: () => order('resume'),
    async stop() {
      const exited = once(child, 'exit');
      child.ref();
      child.stdin.end();
      await exited;
    },
  };
}
