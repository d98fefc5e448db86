import { sql } from 'kysely';
import type { Store } from '../../store/index.ts';
import { describeLocation, type PostgresLocation } from '../config/store-location.ts';
import { clockOffMs, describeClockOff } from '../store/clock-off.ts';
import { withPostgres } from '../store/open-postgres.ts';
import { messageOf } from '../system-error.ts';
import type { StoreReport } from './check-data.ts';
import { type Check, fail, ok, warning } from './check.ts';

/** Older ones are no longer maintained (postgresql.org/support/versioning, in 2026). */
const versionMin = 14;

interface Facts {
  readonly version: string;
  readonly major: number;
  readonly encoding: string;
  readonly fsync: string;
  readonly isReadOnly: boolean;
  readonly isEncrypted: boolean;
  /** Null if no schema of the search path exists. */
  readonly schema: string | null;
  readonly mayCreate: boolean | null;
  readonly hasTables: boolean;
  readonly clockOffMs: number;
  /** Our tables that the user may not read and write. */
  readonly closedTables: string | null;
}

/** The connection, the version, the settings that leads depend on, and what the user may do. */
export async function checkPostgres(location: PostgresLocation): Promise<StoreReport> {
  try {
    const facts = await withPostgres(location, (store) => queryFacts(store, Date.now));
    return report(location, facts);
  } catch (error) {
    const checks = [fail('store', messageOf(error), 'Correct PROMO_LEAD_STORE.')];
    return { checks, exists: false, isUsable: false };
  }
}

/** The same for a store that is open. */
export async function checkOpenPostgres(
  location: PostgresLocation,
  store: Store,
  now: () => number,
): Promise<readonly Check[]> {
  return report(location, await queryFacts(store, now)).checks;
}

function report(location: PostgresLocation, facts: Facts): StoreReport {
  const tls = facts.isEncrypted ? 'TLS' : 'no TLS';
  const about = `${describeLocation(location)}, version ${facts.version}, ${tls}`;
  const access = checkAccess(facts);
  return {
    checks: [ok('store', about), ...checkSettings(facts), ...access],
    exists: facts.hasTables,
    isUsable: access.every(({ status }) => status !== 'fail'),
  };
}

async function queryFacts(store: Store, now: () => number): Promise<Facts> {
  const { rows } = await sql<Omit<Facts, 'clockOffMs'>>`
    select
      current_setting('server_version') as version,
      current_setting('server_version_num')::integer / 10000 as major,
      current_setting('server_encoding') as encoding,
      current_setting('fsync') as fsync,
      current_setting('transaction_read_only') = 'on' as "isReadOnly",
      coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as "isEncrypted",
      current_schema() as schema,
      has_schema_privilege(current_schema(), 'create') as "mayCreate",
      to_regclass('kysely_migration') is not null as "hasTables",
      (
        select string_agg(name, ', ')
        from unnest(array['leads', 'lead_attempts', 'redemptions', 'idempotency_keys']) as name
        where not (
          has_table_privilege(to_regclass(name), 'select')
          and has_table_privilege(to_regclass(name), 'insert')
          and has_table_privilege(to_regclass(name), 'update')
        )
      ) as "closedTables"`.execute(store);
  const [facts] = rows;
  if (facts === undefined) throw new TypeError('Cannot read the settings: no answer');
  return { ...facts, clockOffMs: await clockOffMs(store, now) };
}

/** @yields {Check} Settings that leads depend on, but that do not keep a server from starting. */
function* checkSettings(facts: Facts): Generator<Check> {
  const { version, major, encoding, fsync } = facts;
  if (major < versionMin) {
    const detail = `${version} is no longer maintained`;
    yield warning('store version', detail, `Update it to ${versionMin} or later.`);
  }
  if (encoding !== 'UTF8') {
    const detail = `the database keeps texts in ${encoding}, which lacks characters of names`;
    const advice = 'Make another: createdb --encoding UTF8 --template template0 NAME';
    yield fail('store encoding', detail, advice);
  }
  if (fsync !== 'on') {
    const detail = 'fsync is off: a power cut may lose leads that were acknowledged';
    yield fail('store durability', detail, 'Set fsync = on in postgresql.conf.');
  }
  const clockOff = describeClockOff(facts.clockOffMs);
  if (clockOff !== undefined) {
    const detail = `${clockOff}: leads that another server is sending may be taken for lost`;
    yield fail('clock', detail, 'Have both machines take the time from a time server.');
  }
}

/** Whether the user may do what a server does; nothing if all is well. */
function checkAccess(facts: Facts): readonly Check[] {
  const check = 'store access';
  const { isReadOnly, schema, mayCreate, hasTables, closedTables } = facts;
  if (isReadOnly) {
    const detail = 'it takes no writes: a standby, or a user with default_transaction_read_only';
    return [fail(check, detail, 'Use the address of the primary.')];
  }
  if (closedTables !== null) {
    const detail = `the user may not read and write: ${closedTables}`;
    return [fail(check, detail, 'Let the user own the tables.')];
  }
  if (mayCreate === true) return [];
  const detail = `the user may not make tables in ${schema ?? 'any schema of the search path'}`;
  const advice = `Let an administrator: grant create on schema ${schema ?? 'public'} to USER.`;
  return hasTables
    ? [warning(check, `${detail}, which an update will need`, advice)]
    : [fail(check, detail, advice)];
}
