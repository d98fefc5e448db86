import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import { checkOpenPostgres } from '../../src/node/doctor/check-postgres.ts';
import type { Check } from '../../src/node/doctor/check.ts';
import { openStore } from '../../src/node/store/open-store.ts';
import { createPostgresPool } from '../../src/node/store/postgres-pool.ts';
import { postgresStore, type Store } from '../../src/store/index.ts';
import { promoLead } from '../support/command/promo-lead.ts';
import { postgresUserName } from '../support/postgres/postgres-server.ts';
import { freshPostgres, postgresAt } from '../support/postgres/postgres.ts';

const secret = { PROMO_LEAD_SECRET: 'a-secret-that-servers-share' };

interface Report {
  readonly code: number;
  readonly of: (check: string) => Check | undefined;
}

async function doctor(url: string, env: Record<string, string> = secret): Promise<Report> {
  const args = ['doctor', '--json'];
  const { code, stdout } = await promoLead(args, { PROMO_LEAD_STORE: url, ...env });
  const checks = JSON.parse(stdout) as Check[];
  return { code, of: (name) => checks.find(({ check }) => check === name) };
}

async function adminOf(url: string): Promise<Store> {
  return postgresStore(await createPostgresPool(postgresAt(url)));
}

/** Makes a user of the schema with these grants. Returns the URL for that user. */
async function userOf(url: string, ...grants: readonly string[]): Promise<string> {
  const admin = await adminOf(url);
  const schema = /search_path%3D(\w+)/.exec(url)?.[1] ?? '';
  const user = `user_of_${schema}`;
  await sql`create role ${sql.ref(user)} login`.execute(admin);
  for (const grant of ['usage', ...grants]) {
    await sql`grant ${sql.raw(grant)} on schema ${sql.ref(schema)} to ${sql.ref(user)}`.execute(
      admin,
    );
  }
  return url.replace(`${postgresUserName}@`, `${user}@`);
}

describe('promo-lead doctor', () => {
  it('shows the address and version of PostgreSQL, and makes no tables there', async () => {
    const url = await freshPostgres();
    const { of } = await doctor(url);
    assert.match(of('store')?.detail ?? '', /^PostgreSQL postgres in \/.*, version \d+.*, no TLS$/);
    assert.equal(of('store')?.status, 'ok');
    assert.equal(of('data folder'), undefined);
    assert.equal(of('contacts')?.status, 'ok');
    const { rows } = await sql`select to_regclass('leads') as leads`.execute(await adminOf(url));
    assert.deepEqual(rows, [{ leads: null }]);
  });

  it('counts the leads of a PostgreSQL that has tables', async () => {
    const url = await freshPostgres();
    await (await openStore(postgresAt(url))).close();
    assert.equal((await doctor(url)).of('leads')?.detail, 'none waits for you');
  });

  it('fails for a PostgreSQL that may lose commits in a power cut', async () => {
    const { code, of } = await doctor(await freshPostgres());
    assert.equal(code, 1);
    assert.match(of('store durability')?.detail ?? '', /fsync is off/);
  });

  it('fails if the clock of this machine is off by more than some seconds, and says by how much', async () => {
    const url = await freshPostgres();
    const clockCheck = async (offMs: number): Promise<string | undefined> => {
      const now = (): number => Date.now() + offMs;
      const checks = await checkOpenPostgres(postgresAt(url), await adminOf(url), now);
      return checks.find(({ check }) => check === 'clock')?.detail;
    };
    assert.equal(await clockCheck(3000), undefined);
    assert.match((await clockCheck(90_000)) ?? '', /clock is \d+ seconds ahead of the database's/);
    assert.match((await clockCheck(-30_000)) ?? '', /clock is \d+ seconds behind the database's/);
    assert.match((await clockCheck(600_000)) ?? '', /clock is 10 minutes ahead of the database's/);
    assert.match((await clockCheck(-600_000)) ?? '', /clock is 10 minutes behind the database's/);
  });

  it('fails without a secret that all servers share', async () => {
    const { of } = await doctor(await freshPostgres(), {});
    assert.equal(of('server secret')?.status, 'fail');
    assert.match(of('server secret')?.advice ?? '', /openssl rand -hex 32/);
  });

  it('fails for a database whose encoding lacks characters of names', async () => {
    const url = await freshPostgres();
    const name = `latin_${process.pid}`;
    await sql`create database ${sql.ref(name)} encoding 'LATIN1' locale 'C' template template0`.execute(
      await adminOf(url),
    );
    const { of } = await doctor(url.replace(/\/postgres\?(.*?)&.*/, `/${name}?$1`));
    assert.match(of('store encoding')?.detail ?? '', /keeps texts in LATIN1/);
  });

  it('fails for a user who may not make the tables, and only warns if they exist', async () => {
    const url = await freshPostgres();
    const { of } = await doctor(await userOf(url));
    assert.match(of('store access')?.detail ?? '', /may not make tables in test_/);
    assert.equal(of('contacts'), undefined);

    const made = await freshPostgres();
    const maker = await userOf(made, 'create');
    await (await openStore(postgresAt(maker))).close();
    assert.equal((await doctor(maker)).of('store access'), undefined);
    const schema = /search_path%3D(\w+)/.exec(made)?.[1] ?? '';
    const admin = await adminOf(made);
    const user = sql.ref(`user_of_${schema}`);
    await sql`revoke create on schema ${sql.ref(schema)} from ${user}`.execute(admin);
    assert.equal((await doctor(maker)).of('store access')?.status, 'warning');
    await sql`revoke update on redemptions from ${user}`.execute(admin);
    const { of: closed } = await doctor(maker);
    assert.equal(closed('store access')?.detail, 'the user may not read and write: redemptions');
  });

  it('fails for a standby', async () => {
    const url = await freshPostgres();
    const user = await userOf(url, 'create');
    const role = sql.ref(postgresAt(user).user ?? '');
    await sql`alter role ${role} set default_transaction_read_only = on`.execute(
      await adminOf(url),
    );
    const { of } = await doctor(user);
    assert.match(of('store access')?.advice ?? '', /address of the primary/);
  });

  it('fails for a PostgreSQL that cannot be reached, without showing the password', async () => {
    const { code, of } = await doctor('postgres://u:canary@127.0.0.1:1/db');
    assert.equal(code, 1);
    assert.match(of('store')?.detail ?? '', /nothing listens there/);
    assert.doesNotMatch(JSON.stringify(of('store')), /canary/);
  });
});
