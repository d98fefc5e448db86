import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openStore, type OpenStore } from '../../src/node/store/open-store.ts';
import { createPostgresPool } from '../../src/node/store/postgres-pool.ts';
import { createProxy } from '../../src/proxy/index.ts';
import { postgresStore, type Store, StoreError } from '../../src/store/index.ts';
import { promoholder } from '../../src/upstream/promoholder/adapter.ts';
import { spawnServer } from '../support/command/spawn.ts';
import { pause } from '../support/poll.ts';
import { postgresAt, startApart } from '../support/postgres/postgres.ts';
import { tcpProxy } from '../support/sockets/tcp-proxy.ts';
import { Visitors } from './visitors.ts';

const postgres = await startApart();
const network = await tcpProxy(postgres.socket);
const server = await spawnServer([], {
  PROMO_LEAD_STORE: `postgres://promo@127.0.0.1:${network.port}/postgres`,
  PROMO_LEAD_SECRET: 'a-secret-that-servers-share',
  PROMO_LEAD_QUIET_MS: '1',
});
after(async () => {
  await network.close();
  await postgres.stop();
});

/** Polls; the deadline is the test's own. */
async function until(ask: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await ask())) await pause();
}

async function statusOf(path: string): Promise<number> {
  return (await fetch(server.url + path)).status;
}

async function isReady(): Promise<boolean> {
  return (await statusOf('/readyz')) === 200;
}

async function isAway(): Promise<boolean> {
  return (await statusOf('/readyz')) === 503;
}

/**
 * Each trial has its own phones and checks no others, so it does not matter what the server still
 * has to record of the trial before.
 */
const phonesOfTrial = 1_000_000;
let firstPhone = 62_800_000_000;

/** Exactly the leads with a receipt are stored, and all of them are delivered. */
async function assertWhole({ store }: OpenStore, { receipts }: Visitors): Promise<void> {
  const [first, end] = [String(firstPhone), String(firstPhone + phonesOfTrial)];
  const leads = store.selectFrom('leads').where('phone', '>=', first).where('phone', '<', end);
  const rows = await leads.select(['phone', 'ref']).execute();
  assert.deepEqual(
    new Map(rows.map(({ phone, ref }) => [Number(phone), ref])),
    new Map([...receipts].toSorted(([one], [other]) => one - other)),
  );
  assert.equal(rows.length, receipts.size);
  // A claim whose answer was lost waits for its lease to end, which is longer than a test.
  const open = leads.where('state', 'not in', ['delivered', 'sending']).select('ref');
  await until(async () => (await open.executeTakeFirst()) === undefined);
  const contacts = await store
    .selectFrom('contacts')
    .select('phone_digits')
    .where('phone_digits', '>=', first)
    .where('phone_digits', '<', end)
    .execute();
  const known = new Set(contacts.map(({ phone_digits }) => Number(phone_digits)));
  assert(known.size <= receipts.size && contacts.length === known.size);
}

const phoneOfStandby = '62899999999';

/** Sends the same lead to a proxy on the store, and records PostgreSQL's error codes. */
async function postLead(store: Store, codes: unknown[]): Promise<Response> {
  const note = (_: string, { error }: { readonly error?: unknown } = {}): void => {
    const cause = error instanceof StoreError ? error.cause : undefined;
    codes.push(cause instanceof Error && 'code' in cause ? cause.code : undefined);
  };
  const promoCodes = promoholder({
    baseUrl: 'http://vendor.test',
    token: 'a token',
    fetch: async () => Response.error(),
  });
  const proxy = createProxy({
    store,
    promoCodes,
    origins: () => ['https://page.example'],
    products: [{ slug: 'blackmask' }],
    now: Date.now,
    log: { info: note, warn: note, error: note },
    nextTurn: async () => {},
  });
  const headers = {
    origin: 'https://page.example',
    'content-type': 'application/json',
    'idempotency-key': 'the-lead-of-a-silent-standby',
  };
  const lead = {
    first_name: 'Ana',
    last_name: 'Sari',
    phone: phoneOfStandby,
    click_id: 'x',
    product: 'blackmask',
  };
  const body = JSON.stringify(lead);
  return proxy(new Request('https://proxy.test/v1/leads', { method: 'POST', headers, body }));
}

describe('promo-lead serve', () => {
  /** Lets visitors send leads while something goes wrong, and checks that all is well after it. */
  async function trial(
    url: () => string,
    disturb: (visitors: Visitors) => Promise<void>,
  ): Promise<void> {
    firstPhone += phonesOfTrial;
    const visitors = new Visitors({ url: () => server.url, count: 4, firstPhone });
    await visitors.more(20);
    await disturb(visitors);
    await visitors.more(20);
    await visitors.leave();
    for (const refusal of visitors.refusals) assert.deepEqual(refusal, [503, '5']);
    assert.equal(visitors.unanswered, 0);
    const opened = await openStore(postgresAt(url()));
    await assertWhole(opened, visitors);
    await opened.close();
    assert.equal(server.child.exitCode, null);
    await until(isReady);
  }

  /** Visitors may be slow, but sooner or later one comes while the database is away. */
  async function untilRefused({ refusals }: Visitors): Promise<void> {
    await until(isAway);
    await until(() => refusals.length > 0);
  }

  for (const [what, signal] of [
    ['is restarted', 'SIGINT'],
    ['crashes', 'SIGKILL'],
  ] as const) {
    it(`loses no lead while PostgreSQL ${what}, and recovers on its own`, async () => {
      await trial(
        () => postgres.url,
        async (visitors) => {
          await postgres.halt(signal);
          await untilRefused(visitors);
          assert.equal(await statusOf('/healthz'), 200);
          await postgres.resume();
        },
      );
    });
  }

  it('loses no lead while its connections break again and again', async () => {
    await trial(
      () => postgres.url,
      async () => {
        for (let time = 0; time < 20; time += 1) {
          network.cut();
          await new Promise(setImmediate);
        }
      },
    );
  });

  it('acknowledges no lead before its standby has it, and then with the first receipt', async () => {
    const location = postgresAt(postgres.url);
    const patient = postgresStore(await createPostgresPool(location));
    // PostgreSQL's own time limit does not end a commit's wait for the standby: ours does.
    const timeouts = { answerMs: 500, lockMs: 100 };
    const hasty = postgresStore(await createPostgresPool(location, { timeouts }));
    const waitForStandby = async (names: string): Promise<void> => {
      await sql`alter system set synchronous_standby_names = ${sql.lit(names)}`.execute(patient);
      await sql`select pg_reload_conf()`.execute(patient);
    };

    await waitForStandby('nobody');
    // Each process of PostgreSQL reloads the setting in its own time.
    const write = sql`insert into probes (name, at) select md5(random()::text), 0`;
    await until(async () => {
      await write.execute(hasty).catch(() => {});
      const { rows } = await sql`select 1 from pg_stat_activity
        where wait_event = 'SyncRep'`.execute(patient);
      return rows.length > 0;
    });
    const codes: unknown[] = [];
    await until(async () => {
      const reply = await postLead(hasty, codes);
      assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '5']);
      // lock_not_available: the first waits in its commit, and the next for the first.
      return codes.includes('55P03');
    });
    const leads = patient.selectFrom('leads').select('ref').where('phone', '=', phoneOfStandby);
    assert.deepEqual(await leads.execute(), []);

    await waitForStandby('');
    const reply = await postLead(patient, codes);
    assert.equal(reply.status, 202);
    assert.equal(reply.headers.get('idempotent-replayed'), 'true');
    const { ref } = (await reply.json()) as { readonly ref: string };
    assert.deepEqual(await leads.execute(), [{ ref }]);
    await until(isReady);
  });

  it('loses no lead while a standby takes over, which it finds on its own', async () => {
    const admin = postgresStore(await createPostgresPool(postgresAt(postgres.url)));
    const standby = await startApart(postgres.folder);
    after(() => standby.stop());
    // From now on a commit waits until the standby has it too.
    await sql`alter system set synchronous_standby_names = '*'`.execute(admin);
    await sql`select pg_reload_conf()`.execute(admin);
    await until(async () => {
      const standbys = sql`select 1 from pg_stat_replication where sync_state = 'sync'`;
      return (await standbys.execute(admin)).rows.length > 0;
    });
    let url = postgres.url;
    await trial(
      () => url,
      async (visitors) => {
        await postgres.halt('SIGKILL');
        // Not promoted yet, as when a name moves too early: it can be read but not written.
        network.target = standby.socket;
        network.cut();
        await untilRefused(visitors);
        const promoted = postgresStore(await createPostgresPool(postgresAt(standby.url)));
        await sql`select pg_promote()`.execute(promoted);
        url = standby.url;
      },
    );
  });
});
