import { resolve } from 'node:path';
import type * as z from 'zod/mini';
import { isLoopback, withoutBrackets } from '../http/address.ts';
import { Secret } from '../secrets/secret.ts';
import { didYouMean } from './suggest.ts';
import { printable, reads, Refusal, textSchema } from './values.ts';

/** Where the data is. */
export type StoreLocation = SqliteLocation | PostgresLocation;

export interface SqliteLocation {
  readonly kind: 'sqlite';
  /** Absolute. */
  readonly file: string;
}

export interface PostgresLocation {
  readonly kind: 'postgres';
  /** A host name, an IP address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string | undefined;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  readonly tls: PostgresTls;
  /** Command-line options of the session, such as `-c search_path=leads`. */
  readonly options: string | undefined;
}

/** TLS, in libpq's words (postgresql.org/docs/current/libpq-ssl.html). */
export interface PostgresTls {
  /** `require` encrypts and trusts any server; `verify-ca` does not check the host name. */
  readonly mode: 'disable' | 'require' | 'verify-ca' | 'verify-full';
  /** PEM files: the authorities that we trust, our certificate and its key. */
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** Where it is, for people to read: without user and password. */
export function describeLocation(location: StoreLocation): string {
  if (location.kind === 'sqlite') return location.file;
  const { host, port, database = '' } = location;
  const name = host.includes(':') ? `[${host}]` : host;
  return host.startsWith('/')
    ? `PostgreSQL ${database} in ${host}`.replace('  ', ' ')
    : `postgres://${name}:${port}/${database}`;
}

const rule = 'must be "sqlite:FILE" or "postgres://USER:PASSWORD@HOST:PORT/DATABASE"';

/**
 * `sqlite:FILE`, or the address of a PostgreSQL. No refusal quotes it, because it has a password.
 */
export const storeLocation: z.ZodMiniType<StoreLocation> = reads(textSchema(rule), (value) => {
  const file = /^sqlite:(.+)$/.exec(value)?.[1];
  if (file !== undefined && printable.test(file)) return { kind: 'sqlite', file: resolve(file) };
  return /^postgres(?:ql)?:/i.test(value)
    ? postgresLocation(value)
    : new Refusal(`${rule}, such as sqlite:/var/lib/promo-lead/promo-lead.db.`);
});

/** Parsed by hand: `URL` refuses a user without a host, which the address of a Unix socket has. */
const address: RegExp =
  /^postgres(?:ql)?:\/\/(?<server>[^/?#\s]*)(?:\/(?<database>[^/?#\s]*))?(?<query>\?[^#\s]*)?$/i;
const login: RegExp = /^(?<user>[^:@]*)(?::(?<password>[^@]*))?@/;
const place: RegExp = /^(?<host>\[[\da-f:.]+\]|[^:@,[\]]*)(?::(?<port>\d{1,5}))?$/i;

type Parts = Readonly<Record<string, string | undefined>>;

function postgresLocation(value: string): PostgresLocation | Refusal {
  const parts = readAddress(value);
  if (parts === undefined) {
    return new Refusal(
      `${rule}. Write @, /, :, ?, # and % in a password as %40, %2F, %3A, %3F, %23 and %25.`,
    );
  }
  const { user, password, host: hostName, port = 5432, database } = parts;
  const parameters = new URLSearchParams(address.exec(value)?.groups?.['query']);
  const wrong = wrongParameter(parameters);
  if (wrong !== undefined) return new Refusal(wrong);
  const given = (name: ParameterName): string | undefined => parameters.get(name) ?? undefined;
  const host = given('host') ?? withoutBrackets(hostName ?? 'localhost');
  const isNear = host.startsWith('/') || isLoopback(host);
  const mode = tlsModes.find((known) => known === given('sslmode'));
  return {
    kind: 'postgres',
    host,
    port: Number(port),
    database,
    user,
    password: password === undefined ? undefined : new Secret(password),
    tls: {
      // As with the vendors: beyond this machine, nothing is sent unencrypted unless asked for.
      mode: mode ?? (isNear ? 'disable' : 'verify-full'),
      rootCertificate: given('sslrootcert'),
      certificate: given('sslcert'),
      key: given('sslkey'),
    },
    options: given('options'),
  };
}

/** The parts of the address except its parameters, decoded; empty ones are left out. */
function readAddress(value: string): Parts | undefined {
  try {
    const { server, database }: Parts = address.exec(value)?.groups ?? {};
    if (server === undefined) return undefined;
    const found: Parts | undefined = place.exec(server.replace(login, ''))?.groups;
    if (found === undefined) return undefined;
    const parts: Parts = { ...found, ...login.exec(server)?.groups, database };
    return Object.fromEntries(
      Object.entries(parts).map(([name, text = '']) => [
        name,
        text === '' ? undefined : decodeURIComponent(text),
      ]),
    );
  } catch {
    // A percent sign that stands for itself.
    return undefined;
  }
}

const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
const parameterNames = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'options'] as const;
type ParameterName = (typeof parameterNames)[number];

function wrongParameter(parameters: URLSearchParams): string | undefined {
  const unknown = [...parameters.keys()].find(
    (name) => !parameterNames.some((known) => known === name),
  );
  if (unknown !== undefined) {
    // Whatever is not a plain name may be a piece of a password that was not encoded.
    const name = /^[a-z_]{1,30}$/i.test(unknown) ? `"${unknown}"` : 'that it has';
    return `must not have the parameter ${name}.${didYouMean(unknown, parameterNames)}`;
  }
  const mode = parameters.get('sslmode');
  if (mode !== null && !tlsModes.some((known) => known === mode)) {
    return `must have an sslmode of ${tlsModes.join(', ')}.`;
  }
  if (parameters.has('sslcert') !== parameters.has('sslkey')) {
    return 'must have sslcert and sslkey together.';
  }
  const host = parameters.get('host');
  if (host !== null && !host.startsWith('/')) {
    return 'must have the folder of a Unix socket for its parameter "host".';
  }
  return undefined;
}
