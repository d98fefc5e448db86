import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { scrubStore } from '../../../src/node/store/scrub-store.ts';
import { postLead } from '../../support/command/post-lead.ts';
import { type Outcome, promoLead } from '../../support/command/promo-lead.ts';
import { type SpawnedServer, spawnServer } from '../../support/command/spawn.ts';
import { eventually } from '../../support/poll.ts';
import { freshPostgres } from '../../support/postgres/postgres.ts';
import { rawServer } from '../../support/sockets/raw-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { keptAlive } from '../../support/vendors/fault-vendor.ts';

const person = { first_name: 'Ximena', last_name: 'Quispe', phone: '+62 812-3456-789' };
const traces = ['Ximena', 'Quispe', '628123456789', '+62 812-3456-789', 'Zanzibar'];
const hookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const other = { first_name: 'Budi', last_name: 'Santoso', phone: '628999999999' };

/** Sends a lead of the person and one of somebody else, and tries the phone as a promo code. */
async function visit(
  server: SpawnedServer,
  show: (...args: string[]) => Promise<Outcome>,
): Promise<{ readonly ref: string }> {
  const lead = { ...person, promo_code: 'WELCOME10', extra: { note: 'Zanzibar' } };
  const { ref } = (await (await postLead(server.url, lead)).json()) as { readonly ref: string };
  await postLead(server.url, { ...other, promo_code: '+62 812-3456-789' });
  await fetch(`${server.url}/v1/promo-codes/redeem`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'a-phone-for-a-code',
      origin: server.url,
    },
    body: '{"code":"628123456789"}',
  });
  for (const code of ['62-812 3456 789', '٦٢٨١٢٣٤٥٦٧٨٩', 'WELCOME10']) {
    const query = new URLSearchParams({ token: 'demo-token', company: 'demo-company', code });
    await fetch(`${server.url}/api/checkPromocode?${query}`);
  }
  // The promo code comes last.
  await eventually(async () => {
    const { stdout } = await show('leads', 'show', ref, '--json');
    return /"state": "(?:redeemed|released)"/.test(stdout) ? true : undefined;
  });
  await eventually(async () => {
    const { stdout } = await show('leads', 'list', '--state', 'delivered', '--json');
    return stdout.includes('Budi') ? true : undefined;
  });
  return { ref };
}

/** Makes the contact directly, as a script written for the vendor does. */
async function makeContact({ url }: SpawnedServer): Promise<void> {
  const call = async (path: string, fields: Record<string, string>): Promise<unknown> => {
    const body = new URLSearchParams(fields);
    return (await fetch(`${url}/api/${path}`, { method: 'POST', body })).json();
  };
  const access = await call('generate/token', { name: 'shop', secret_key: '768' });
  const { token } = access as { readonly token: string };
  await call('make/contact', { ...person, click_id: 'x', product: 'blackmask', token });
}

/** Every byte of a SQLite store. */
function filesOf(data: string): string {
  return ['', '-wal', '-shm']
    .map((part) => join(data, `promo-lead.db${part}`))
    .filter(existsSync)
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}

describe('promo-lead leads erase', () => {
  it('leaves no byte of a person in the files of SQLite, while the server runs', async () => {
    const data = temporaryFolder();
    const server = await spawnServer(['--demo', '--data', data]);
    await makeContact(server);
    const { ref } = await visit(server, (...args) => promoLead([...args, '--data', data]));
    const before = filesOf(data);
    for (const trace of [...traces, ref]) assert(before.includes(trace), `${trace} was there`);
    const phone = '(+62) 812 3456 789';
    const erased = await promoLead(['leads', 'erase', '--phone', phone, '--json', '--data', data]);
    assert.deepEqual([erased.code, erased.stderr], [0, '']);
    assert.deepEqual(JSON.parse(erased.stdout), {
      leads: 1,
      undelivered: 0,
      contacts: 1,
      // Two rows of the journal, a use without a lead, another person's lead and its use.
      journal: 5,
      vendor_contacts: [],
      vendor_unnamed: 0,
      similar_phones: [],
    });
    const left = filesOf(data);
    for (const trace of [...traces, ref]) assert(!left.includes(trace), `${trace} is left`);
    assert(left.includes('Budi'));
    const again = await postLead(server.url, person);
    assert.equal(again.status, 202, 'the server goes on, and knows nobody');
    await eventually(async () =>
      (await promoLead(['contacts', 'list', '--data', data])).stdout.includes('Ximena')
        ? true
        : undefined,
    );
  });

  it('removes the person from PostgreSQL, and says what it cannot promise there', async () => {
    const env = {
      PROMO_LEAD_STORE: await freshPostgres(),
      PROMO_LEAD_SECRET: 'a-shared-secret-of-ours',
    };
    const server = await spawnServer(['--demo'], env);
    await visit(server, (...args) => promoLead(args, env));
    const erased = await promoLead(['leads', 'erase', '--phone', person.phone, '--json'], env);
    assert.equal(erased.code, 0);
    assert.match(erased.stderr, /^PostgreSQL overwrites what was deleted in time/);
    const commands = [['leads', 'list'], ['contacts', 'list'], ['journal']];
    const shown = await Promise.all(commands.map((args) => promoLead([...args, '--json'], env)));
    const said = shown.map(({ stdout }) => stdout).join('');
    for (const trace of traces) assert(!said.includes(trace), `${trace} is left`);
    assert(said.includes('Budi'));
  });

  it('names the contacts at a real vendor, which it cannot erase', async () => {
    const data = temporaryFolder();
    const vendor = await spawnServer(['--data', temporaryFolder()]);
    const env = { PROMOS_SERU_URL: vendor.url, PROMOS_SERU_NAME: 'shop' };
    const server = await spawnServer(['--demo', '--data', data], env);
    await visit(server, (...args) => promoLead([...args, '--data', data]));
    const args = ['leads', 'erase', '--phone', person.phone, '--data', data];
    const { stdout, stderr } = await promoLead(args, env);
    assert.match(stdout, /^vendor contacts +\["1"\]$/m);
    assert.match(stderr, /vendor made contacts of it\. Have them erased there: 1\n$/);
  });

  it('says that a vendor may have the phone if no contact was named, and names a webhook’s', async () => {
    const receiver = await rawServer((socket) => {
      const isOfPerson = receiver.requests.at(-1)?.includes('Ximena') === true;
      socket.write(keptAlive(isOfPerson ? '{"status":"duplicate"}' : '{"id":"crm-2"}'));
    });
    after(() => receiver.close());
    const data = temporaryFolder();
    const env = { PROMO_LEAD_WEBHOOK_URL: receiver.baseUrl, PROMO_LEAD_WEBHOOK_SECRET: hookSecret };
    const server = await spawnServer(['--demo', '--data', data], env);
    await visit(server, (...args) => promoLead([...args, '--data', data]));
    const erase = (phone: string): Promise<Outcome> =>
      promoLead(['leads', 'erase', '--phone', phone, '--data', data], env);
    const unnamed = await erase(person.phone);
    assert.match(unnamed.stdout, /^undelivered +0\n[^]*^vendor unnamed +1$/m);
    assert.match(unnamed.stderr, /^The vendor may have this phone .* Have it erased there\n$/);
    assert.match((await erase(other.phone)).stderr, /Have them erased there: crm-2\n$/);
  });

  it('asks for a phone number', async () => {
    for (const args of [[], ['--phone', 'Ximena'], ['--phone', '123']]) {
      const { code, stderr } = await promoLead(['leads', 'erase', ...args]);
      assert.equal(code, 2);
      assert.match(stderr, /--phone/);
    }
  });
});

describe('scrubStore()', () => {
  it('vacuums a file in which SQLite left a copy of what was deleted', async () => {
    const file = join(temporaryFolder(), 'store.db');
    const connection = new DatabaseSync(file);
    connection.exec(`pragma journal_mode = wal; pragma secure_delete = off;
      create table t (a text); insert into t values ('Ximena'), ('Budi'); delete from t where a = 'Ximena'`);
    connection.close();
    assert(readFileSync(file, 'latin1').includes('Ximena'));
    await scrubStore({ kind: 'sqlite', file }, ['Ximena']);
    const content = readFileSync(file, 'latin1');
    assert.deepEqual([content.includes('Ximena'), content.includes('Budi')], [false, true]);
  });

  it('says so where traces may be left', async () => {
    const file = join(temporaryFolder(), 'store.db');
    writeFileSync(file, 'Ximena, in a file that is no database');
    await assert.rejects(
      scrubStore({ kind: 'sqlite', file }, ['Ximena']),
      /^DataError: The rows are deleted, but traces .* file is not a database\. Repeat the command$/,
    );
  });
});
