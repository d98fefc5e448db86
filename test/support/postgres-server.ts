import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { howToGetPostgres, postgresFolder, postgresUser } from './postgres-programs.ts';

/** A server in a temporary folder, which listens on a Unix socket there: no port can be taken. */
export interface PostgresServer {
  /** Of its database `postgres`. */
  readonly url: string;
  readonly socket: string;
  /** Ends it as `systemctl stop` does, with its data kept. */
  halt(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the data that it has. */
  resume(): Promise<void>;
  /** Ends it at once and removes its data. */
  stop(): Promise<void>;
}

const user = 'promo';

/** Settings for tests: durable as far as a killed process goes, and not against a power cut. */
const settings = {
  fsync: 'off',
  listen_addresses: '',
  max_connections: '300',
  // So that a deadlock is seen at once.
  deadlock_timeout: '100ms',
};

export async function startPostgres(): Promise<PostgresServer> {
  const programs = postgresFolder();
  if (programs === undefined) {
    throw new Error(`Cannot find PostgreSQL. To have it: ${howToGetPostgres}`);
  }
  const owner = postgresUser();
  const folder = mkdtempSync(join(tmpdir(), 'promo-lead-postgres-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const how = ['-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', user, ...how], {
    stdio: 'pipe',
    cwd: folder,
    ...owner,
  });
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess;
  const resume = async (): Promise<void> => {
    server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: folder,
      ...owner,
    });
    await listening(server);
  };
  const halt = async (signal: NodeJS.Signals = 'SIGINT'): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  await resume();
  return {
    url: `postgres://${user}@/postgres?host=${encodeURIComponent(folder)}`,
    socket: join(folder, '.s.PGSQL.5432'),
    halt,
    resume,
    async stop() {
      await halt('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server says on standard error when it listens, and why it does not. */
async function listening(server: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes('ready to accept connections')) resolve();
  });
  server.once('exit', () => reject(new Error(`Cannot start PostgreSQL:\n${said}`)));
  server.once('error', reject);
  await promise;
}
