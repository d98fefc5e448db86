import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { openStore } from '../../src/node/store/open-store.ts';
import { listLeads } from '../../src/proxy/index.ts';
import { collect } from '../support/collect.ts';
import { postLead } from '../support/command/post-lead.ts';
import { spawnPromoLead, spawnServer } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { freshPostgres, postgresAt } from '../support/postgres/postgres.ts';
import { type RawServer, rawServer, reply } from '../support/sockets/raw-server.ts';

/** Plays both vendors. */
async function vendors(): Promise<RawServer> {
  let contacts = 0;
  const company = { ID: 'shop', title: 'Shop', promocodes: { all: 1, active: 1, deactive: 0 } };
  const code = { code: 'SPRING', limit: null, timezone: 'UTC', dtime_s: null, dtime_f: null };
  const answers: Readonly<Record<string, () => object>> = {
    '/api/generate/token': () => ({ status: 'ok', token: 'canary-token-of-the-vendor' }),
    '/api/make/contact': () => {
      contacts += 1;
      return { status: `contact: ${contacts} created`, id: `${contacts}` };
    },
    '/api/getCompanies': () => ({ type: 'success', msg: [company] }),
    '/api/getPromocodes': () => ({
      type: 'success',
      msg: { shop: [{ ...code, active: true }] },
    }),
  };
  const server = await rawServer((socket, request) => {
    const path = /^\w+ ([^ ?]+)/.exec(request)?.[1] ?? '';
    reply(JSON.stringify(answers[path]?.() ?? {}))(socket, request);
  });
  after(() => server.close());
  return server;
}

function callsOf({ requests }: RawServer, path: string): number {
  return requests.filter((request) => request.includes(path)).length;
}

describe('two servers on one PostgreSQL', () => {
  it('deliver each lead once, and share the vendor’s answers', async () => {
    const vendor = await vendors();
    const url = await freshPostgres();
    const env = {
      PROMO_LEAD_STORE: url,
      PROMO_LEAD_SECRET: 'a-secret-that-servers-share',
      PROMOS_SERU_URL: vendor.baseUrl,
      PROMOS_SERU_NAME: 'shop',
      PROMOHOLDER_URL: vendor.baseUrl,
      PROMOHOLDER_TOKEN: 'token',
      PROMOHOLDER_COMPANY: 'shop',
    };
    const startedAt = performance.now();
    const servers = await Promise.all([spawnServer([], env), spawnServer([], env)]);
    for (let lead = 0; lead < 20; lead += 1) {
      const server = servers[lead % 2];
      assert(server);
      const phone = String(62810000000 + lead);
      assert.equal((await postLead(server.url, { phone, promo_code: 'spring' })).status, 202);
    }
    const { store, close } = await openStore(postgresAt(url));
    await eventually(async () => {
      const leads = await collect(listLeads(store));
      return leads.every(({ state }) => state === 'delivered') ? true : undefined;
    });
    assert.equal(callsOf(vendor, '/api/make/contact'), 20);
    assert.equal(callsOf(vendor, '/api/generate/token'), 1);
    // A list is loaded again when it is 15 s old.
    const rounds = 1 + Math.floor((performance.now() - startedAt) / 15_000);
    assert(callsOf(vendor, '/api/getCompanies') <= rounds);
    assert(callsOf(vendor, '/api/getPromocodes') <= rounds);
    const rows = await store.selectFrom('shared_values').selectAll().execute();
    // The token, the companies, a list, and the upstreams of the servers.
    assert.equal(rows.length, 4);
    assert.doesNotMatch(JSON.stringify(rows), /canary/);
    await close();
  });

  it('do not start without a shared secret', async () => {
    const env = { PROMO_LEAD_STORE: await freshPostgres() };
    const { ended, stderr } = spawnPromoLead(['serve', '--port', '0'], env);
    assert.equal(await ended, 1);
    assert.match(stderr(), /PROMO_LEAD_SECRET is not set.*openssl rand -hex 32\n$/);
  });
});
