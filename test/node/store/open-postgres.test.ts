import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openStore } from '../../../src/node/store/open-store.ts';
import { createPostgresPool } from '../../../src/node/store/postgres-pool.ts';
import { postgresStore, type Store } from '../../../src/store/index.ts';
import { postgresUserName } from '../../support/postgres/postgres-server.ts';
import { freshPostgres, freshPostgresUser, postgresAt } from '../../support/postgres/postgres.ts';
import { freePort } from '../../support/sockets/listen.ts';
import { authorityFile, tlsFront } from '../../support/sockets/tls-front.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const password = 'canary:pass/word@100%';

async function adminOf(url: string): Promise<Store> {
  return postgresStore(await createPostgresPool(postgresAt(url)));
}

async function refusal(url: string): Promise<string> {
  try {
    await (await openStore(postgresAt(url))).close();
  } catch (error) {
    assert(error instanceof Error && error.name === 'DataError', String(error));
    assert.doesNotMatch(`${error.message}${error.stack}`, /canary/);
    return error.message;
  }
  return 'opened';
}

describe('openStore()', () => {
  it('makes the tables the first time, and finds them the second time', async () => {
    const location = postgresAt(await freshPostgres());
    for (const isNew of [true, false]) {
      const opened = await openStore(location);
      assert.equal(opened.isNew, isNew);
      await opened.store.selectFrom('leads').selectAll().execute();
      await opened.close();
    }
  });

  it('warns about a clock that differs from the database’s, and still opens', async () => {
    const warnings: unknown[] = [];
    const quiet = (): void => {};
    const log = { info: quiet, error: quiet, warn: (...said: unknown[]) => warnings.push(said) };
    const location = postgresAt(await freshPostgres());
    await (await openStore(location, { log })).close();
    assert.deepEqual(warnings, []);
    const now = (): number => Date.now() + 3_600_000;
    await (await openStore(location, { log, now })).close();
    const text = "this machine's clock is 60 minutes ahead of the database's";
    assert.deepEqual(warnings, [['store.clock-off', { text }]]);
  });

  it('makes its tables in its own schema, whatever others have', async () => {
    const [one, other] = [await freshPostgres(), await freshPostgres()];
    const path = decodeURIComponent(/search_path%3D(\w+)/.exec(other)?.[1] ?? '');
    await (await openStore(postgresAt(one))).close();
    const { store, isNew, close } = await openStore(postgresAt(other));
    assert(isNew);
    const { rows } = await sql`select 1 from information_schema.tables
      where table_schema = ${path} and table_name = 'leads'`.execute(store);
    assert.equal(rows.length, 1);
    await close();
  });

  it('says at which address nothing listens', async () => {
    const port = await freePort();
    const nobody = `postgres://u:canary@127.0.0.1:${port}/db`;
    assert.equal(
      await refusal(nobody),
      `Cannot use store postgres://127.0.0.1:${port}/db: nothing listens there. Start it, or correct the host and the port.`,
    );
    const folder = temporaryFolder();
    assert.match(await refusal(`postgres:///db?host=${folder}`), /there is no such socket/);
  });

  it('says what the server refuses', async () => {
    const url = await freshPostgres();
    const admin = await adminOf(url);
    const user = await freshPostgresUser(admin, password);
    const as = (who: string): string => url.replace(`${postgresUserName}@`, `${who}@`);
    const right = as(`${user}:${encodeURIComponent(password)}`);
    assert.match(await refusal(as(`${user}:canary`)), /refuses the user or the password/);
    assert.match(await refusal(as(user)), /wants a password/);
    assert.match(await refusal(url.replace('/postgres?', '/nowhere?')), /no such database/);
    const schema = /search_path%3D(\w+)/.exec(url)?.[1] ?? '';
    assert.match(await refusal(url.replace(schema, 'nowhere')), /search path names no schema/);
    await sql`grant usage on schema ${sql.ref(schema)} to ${sql.ref(user)}`.execute(admin);
    assert.match(await refusal(right), /may not make tables\. Let an administrator: grant create/);
    await sql`grant all on schema ${sql.ref(schema)} to ${sql.ref(user)}`.execute(admin);
    assert.equal(await refusal(right), 'opened');
  });

  it('uses TLS as configured', async () => {
    const { host: folder, options = '' } = postgresAt(await freshPostgres());
    const front = await tlsFront(join(folder, '.s.PGSQL.5432'));
    after(() => front.close());
    const open = (host: string, parameters: string): Promise<string> =>
      refusal(
        `postgres://${postgresUserName}:canary@${host}:${front.port}/postgres` +
          `?options=${encodeURIComponent(options)}&${parameters}`,
      );
    const root = `sslrootcert=${authorityFile}`;
    assert.equal(await open('localhost', `sslmode=verify-full&${root}`), 'opened');
    assert.equal(await open('127.0.0.1', `sslmode=verify-ca&${root}`), 'opened');
    assert.equal(await open('127.0.0.1', 'sslmode=require'), 'opened');
    assert.match(await open('127.0.0.1', `sslmode=verify-full&${root}`), /for another host name/);
    for (const mode of ['verify-full', 'verify-ca']) {
      assert.match(await open('localhost', `sslmode=${mode}`), /Name who has: sslrootcert=FILE/);
    }
    assert.match(await open('localhost', 'sslrootcert=/nowhere&sslmode=require'), /sslrootcert/);
  });
});
