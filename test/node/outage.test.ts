import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { openStore, type OpenStore } from '../../src/node/open-store.ts';
import { createPostgresPool } from '../../src/node/postgres-pool.ts';
import { postgresStore } from '../../src/store/index.ts';
import { postgresAt, startApart } from '../support/postgres.ts';
import { tcpProxy } from '../support/tcp-proxy.ts';
import { eventually, type SpawnedServer, spawnServer } from './harness.ts';

const lead = { first_name: 'Ana', last_name: 'Sari', product: 'blackmask' };

/** A page that sends leads one after the other, each until it has its receipt. */
class Visitors {
  readonly receipts = new Map<number, string>();
  readonly refusals: Response[] = [];
  readonly #url: string;
  readonly #sending: Promise<unknown>;
  #count = 0;
  #isStopped = false;

  constructor(url: string) {
    this.#url = url;
    this.#sending = Promise.all(Array.from({ length: 4 }, () => this.#visit()));
  }

  async #visit(): Promise<void> {
    while (!this.#isStopped) {
      this.#count += 1;
      const phone = 62800000000 + this.#count;
      while (!this.receipts.has(phone)) await this.#send(phone);
    }
  }

  async #send(phone: number): Promise<void> {
    const reply = await fetch(`${this.#url}/v1/leads`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `lead-of-${phone}`,
        origin: this.#url,
      },
      body: JSON.stringify({ ...lead, phone: String(phone) }),
    });
    const body = (await reply.json()) as { readonly ref: string };
    if (reply.status === 202) this.receipts.set(phone, body.ref);
    else this.refusals.push(reply);
  }

  /** Waits until so many more have their receipts. */
  async more(count: number): Promise<void> {
    const wanted = this.receipts.size + count;
    await eventually(async () => (this.receipts.size >= wanted ? true : undefined));
  }

  /** Lets everybody come to their receipt. */
  async leave(): Promise<void> {
    this.#isStopped = true;
    await this.#sending;
  }
}

async function statusOf(server: SpawnedServer, path: string): Promise<number> {
  return (await fetch(server.url + path)).status;
}

async function isReady(server: SpawnedServer, expected: boolean): Promise<void> {
  await eventually(async () =>
    (await statusOf(server, '/readyz')) === (expected ? 200 : 503) ? true : undefined,
  );
}

/** Every receipt is of a lead that is stored, and there are no others; all are delivered. */
async function assertWhole({ store }: OpenStore, { receipts }: Visitors): Promise<void> {
  const rows = await store.selectFrom('leads').select(['phone', 'ref']).execute();
  assert.deepEqual(
    new Map(rows.map(({ phone, ref }) => [Number(phone), ref])),
    new Map([...receipts].toSorted(([one], [other]) => one - other)),
  );
  // A claim whose answer was lost waits for its lease, which is longer than a test.
  const open = store.selectFrom('leads').where('state', 'not in', ['delivered', 'sending']);
  await eventually(async () => {
    const found = await open.select('state').execute();
    return found.length === 0 ? true : undefined;
  });
  const contacts = await store.selectFrom('contacts').select('phone_digits').execute();
  const known = new Set(contacts.map(({ phone_digits }) => Number(phone_digits)));
  assert(known.size <= receipts.size && contacts.length === known.size);
}

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

describe('promo-lead serve', () => {
  /** Lets visitors send leads while something goes wrong, and looks whether all is well after. */
  async function trial(url: () => string, disturb: () => Promise<void>): Promise<Visitors> {
    const admin = await openStore(postgresAt(url()));
    for (const table of ['lead_attempts', 'contacts', 'leads', 'idempotency_keys'] as const) {
      await admin.store.deleteFrom(table).execute();
    }
    await admin.close();
    const visitors = new Visitors(server.url);
    await visitors.more(20);
    await disturb();
    await visitors.more(20);
    await visitors.leave();
    for (const reply of visitors.refusals) {
      assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '5']);
    }
    const opened = await openStore(postgresAt(url()));
    await assertWhole(opened, visitors);
    await opened.close();
    assert.equal(server.child.exitCode, null);
    await isReady(server, true);
    return visitors;
  }

  for (const [what, signal] of [
    ['is restarted', 'SIGINT'],
    ['crashes', 'SIGKILL'],
  ] as const) {
    it(`loses no lead while PostgreSQL ${what}, and comes back by itself`, async () => {
      const { refusals } = await trial(
        () => postgres.url,
        async () => {
          await postgres.halt(signal);
          await isReady(server, false);
          assert.equal(await statusOf(server, '/healthz'), 200);
          await postgres.resume();
        },
      );
      assert(refusals.length > 0);
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

  it('loses no lead while a standby takes over, which it finds by itself', async () => {
    const admin = postgresStore(await createPostgresPool(postgresAt(postgres.url)));
    const standby = await startApart(postgres.folder);
    after(() => standby.stop());
    // From now on a commit is acknowledged when the standby has it too.
    await sql`alter system set synchronous_standby_names = '*'`.execute(admin);
    await sql`select pg_reload_conf()`.execute(admin);
    let url = postgres.url;
    const { refusals } = await trial(
      () => url,
      async () => {
        await postgres.halt('SIGKILL');
        // Before it is promoted, as when a name moves too early: it can be read, and not written.
        network.target = standby.socket;
        network.cut();
        await isReady(server, false);
        const promoted = postgresStore(await createPostgresPool(postgresAt(standby.url)));
        await sql`select pg_promote()`.execute(promoted);
        url = standby.url;
      },
    );
    assert(refusals.length > 0);
  });
});
