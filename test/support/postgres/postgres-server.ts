import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { howToGetPostgres, postgresFolder, postgresUser } from './postgres-programs.ts';

/** A server in a temporary folder that listens on a Unix socket there, so no port is needed. */
export interface PostgresServer {
  readonly folder: string;
  /** Ends it and keeps its data: `SIGINT` as `systemctl stop` does, `SIGKILL` as a crash does. */
  halt(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again on the data that it has. */
  resume(): Promise<void>;
  /** Ends it at once and removes its data. */
  stop(): Promise<void>;
}

/** The superuser, without a password. */
export const postgresUserName = 'promo';

/** The role whose members need a password. */
export const guardedGroup = 'guarded';

const access = `
local all +${guardedGroup} scram-sha-256
local all all trust
local replication all trust
`;

/** With these a killed process loses nothing; a power cut might. */
const settings = {
  fsync: 'off',
  // A test decides what the planner knows of a table, and not the time of an autovacuum.
  autovacuum: 'off',
  listen_addresses: '',
  max_connections: '300',
  // So that a deadlock is detected at once.
  deadlock_timeout: '100ms',
};

export async function startPostgres(primaryFolder?: string): Promise<PostgresServer> {
  const programs = postgresFolder();
  if (programs === undefined) {
    throw new Error(`Cannot find PostgreSQL. To have it: ${howToGetPostgres}`);
  }
  const owner = postgresUser();
  const folder = mkdtempSync(join(tmpdir(), 'promo-lead-postgres-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const prepare = (program: string, ...args: readonly string[]): void => {
    const options = ['-D', data, '-U', postgresUserName, '--no-sync', ...args];
    execFileSync(join(programs, program), options, { stdio: 'pipe', cwd: folder, ...owner });
  };
  if (primaryFolder === undefined) {
    prepare('initdb', '-A', 'trust', '-E', 'UTF8', '--locale=C');
    writeFileSync(join(data, 'pg_hba.conf'), access);
  } else prepare('pg_basebackup', '-h', primaryFolder, '-R', '-c', 'fast');

  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess;
  const start = (): Promise<string | undefined> => {
    const command = [join(programs, 'postgres'), '-D', data, '-k', folder, ...options];
    const [program = '', ...args] = [...endsWithUs(), ...command];
    server = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: folder,
      ...owner,
    });
    return problemAtStart(server);
  };
  const resume = async (): Promise<void> => {
    let problem = await start();
    // The processes of a killed server take a moment to notice.
    while (problem?.includes('pre-existing shared memory')) problem = await start();
    if (problem !== undefined) throw new Error(`Cannot start PostgreSQL:\n${problem}`);
  };
  const halt = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  await resume();
  return {
    folder,
    halt,
    resume,
    async stop() {
      await halt('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Ends the server with the process that started it, even if that was killed. Linux only. */
function endsWithUs(): readonly string[] {
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'QUIT'] : [];
}

/** The server reports on standard error when it listens, or why it does not. */
function problemAtStart(server: ChildProcess): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (/ready to accept (?:read-only )?connections/.test(said)) resolve(undefined);
  });
  server.once('exit', () => resolve(said));
  server.once('error', (error) => resolve(error.message));
  return promise;
}
