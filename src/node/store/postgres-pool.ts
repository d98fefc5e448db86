import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { Client, Pool, PoolConfig } from 'pg';
import type { PostgresLocation, PostgresTls } from '../config/store-location.ts';
import { reasonOf } from '../system-error.ts';
import { DataError } from './data-folder.ts';

export interface PostgresPoolOptions {
  /** Connections at once. */
  readonly connectionsMax?: number;
  /** Whether statements have no time-out: making an index over many rows takes long. */
  readonly isPatient?: boolean;
  readonly timeouts?: Partial<PostgresTimeouts>;
  readonly onLost?: (error: Error) => void;
}

export interface PostgresTimeouts {
  /** Also the wait for a free connection if all are in use. */
  readonly connectMs: number;
  readonly statementMs: number;
  readonly lockMs: number;
  /** Longer than PostgreSQL's own time-outs: it ends a wait only if the network is silent. */
  readonly answerMs: number;
  /** For how long a process that hangs in mid-transaction may hold its rows. */
  readonly idleInTransactionMs: number;
}

const defaultTimeouts: PostgresTimeouts = {
  connectMs: 5000,
  statementMs: 8000,
  lockMs: 5000,
  answerMs: 10_000,
  idleInTransactionMs: 10_000,
};

/** The most that one server takes; PostgreSQL allows 100 in all by default. */
const defaultConnectionsMax = 10;

/** Connections to a PostgreSQL; none is made yet. Throws {@link DataError} for unreadable files. */
export async function createPostgresPool(
  location: PostgresLocation,
  options: PostgresPoolOptions = {},
): Promise<Pool> {
  const { connectionsMax = defaultConnectionsMax, isPatient = false, onLost } = options;
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  // Imported only now: with SQLite it is never loaded.
  const pg = await import('pg');
  const parsers = new pg.TypeOverrides();
  // Instants, counts and ids are all integers that a double can hold.
  parsers.setTypeParser(pg.types.builtins.INT8, toNumber);
  const { host, port, database, user, password, options: sessionOptions } = location;
  const pool = new pg.Pool({
    host,
    port,
    ...(database !== undefined && { database }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: password.reveal() }),
    ...(sessionOptions !== undefined && { options: sessionOptions }),
    Client: closing(pg.Client),
    ssl: tlsOptions(location.tls),
    application_name: 'promo-lead',
    max: connectionsMax,
    connectionTimeoutMillis: timeouts.connectMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // A command or a test that is done need not wait for what is idle.
    allowExitOnIdle: true,
    ...(!isPatient && {
      statement_timeout: timeouts.statementMs,
      lock_timeout: timeouts.lockMs,
      query_timeout: timeouts.answerMs,
    }),
    idle_in_transaction_session_timeout: timeouts.idleInTransactionMs,
    types: parsers,
    // oxlint-disable-next-line typescript/no-misused-promises -- pg-pool waits for it.
    onConnect: (client) => client.query(commitDurably),
  } satisfies PoolConfig);
  // Without a listener, these events would end the process. A running query fails as well.
  pool.on('connect', (client) => client.on('error', () => {}));
  pool.on('error', (error) => onLost?.(error));
  return pool;
}

/**
 * By default, `pg` leaves the socket open if the server wants a password and there is none, which
 * keeps the process alive until the server closes it.
 */
function closing(Base: typeof Client): typeof Client {
  return class extends Base {
    override connect(): Promise<Client>;
    override connect(callback: OnConnect): void;
    override connect(callback?: OnConnect): Promise<Client> | void {
      if (callback === undefined) return super.connect();
      return super.connect((error: Error | null, client: Client) => {
        if (error) void this.end();
        callback(error, client);
      });
    }
  };
}

type OnConnect = (error: Error | null, client: Client) => void;

/** An acknowledged lead has to survive a crash, however the database is set up. */
const commitDurably = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') = 'off'`;

function toNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`Cannot read number: ${text} is too large`);
}

function tlsOptions(tls: PostgresTls): ConnectionOptions | false {
  const { mode, rootCertificate, certificate, key } = tls;
  if (mode === 'disable') return false;
  return {
    // As in libpq, where `require` with a root certificate means `verify-ca`.
    rejectUnauthorized: mode !== 'require' || rootCertificate !== undefined,
    ...(mode !== 'verify-full' && { checkServerIdentity: () => undefined }),
    ...(rootCertificate !== undefined && { ca: readPem('sslrootcert', rootCertificate) }),
    ...(certificate !== undefined && { cert: readPem('sslcert', certificate) }),
    ...(key !== undefined && { key: readPem('sslkey', key) }),
  };
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DataError(`Cannot read ${name} ${path}: ${reasonOf(cause)}`, { cause });
  }
}
