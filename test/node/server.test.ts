import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { changeCode } from '../../src/backend/index.ts';
import type { Overview } from '../../src/contract/owner/overview.ts';
import type { OwnerSetup } from '../../src/contract/owner/setup.ts';
import type { Environment } from '../../src/node/config/sources.ts';
import { loadConfig, startServer } from '../../src/node/index.ts';
import type { Log } from '../../src/proxy/index.ts';
import { postLead } from '../support/command/post-lead.ts';
import { silent } from '../support/logs.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { faultVendor, vendorAccess } from '../support/vendors/fault-vendor.ts';

/** A log and its warnings, except the one about a package that is not built. */
function recordWarnings(): { readonly warnings: readonly string[]; readonly log: Log } {
  const warnings: string[] = [];
  const warn = (event: string): void => {
    if (event !== 'widget.not-built') warnings.push(event);
  };
  return { warnings, log: { ...silent, warn } };
}

describe('startServer()', () => {
  it('shows the owner’s changes to the embedded backend a second later', async () => {
    let now = Date.now();
    const flags = { port: 0, data: temporaryFolder() };
    const config = loadConfig({ env: {}, flags, demo: true });
    const server = await startServer(config, { log: silent, now: () => now });
    const verdict = async (): Promise<unknown> => {
      const reply = await fetch(`${server.url}/v1/promo-codes/validate`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ code: 'WELCOME10' }),
      });
      return reply.json();
    };
    try {
      assert.deepEqual(await verdict(), { status: 'valid', code: 'WELCOME10' });
      await changeCode(server.store, { code: 'WELCOME10', active: false });
      now += 1001;
      assert.deepEqual(await verdict(), { status: 'invalid', reason: 'inactive' });
    } finally {
      await server.close();
    }
  });

  it('lets the pages of the demo call it, whatever origins are configured', async () => {
    const env = { PROMO_LEAD_ORIGINS: 'https://shop.example' };
    const flags = { port: 0, data: temporaryFolder() };
    const server = await startServer(loadConfig({ env, flags, demo: true }), { log: silent });
    const statusFor = async (origin: string): Promise<number> => {
      const headers = { origin, 'access-control-request-method': 'POST' };
      return (await fetch(`${server.url}/v1/leads`, { method: 'OPTIONS', headers })).status;
    };
    try {
      assert.equal(await statusFor(server.url), 204);
      assert.equal(await statusFor('https://shop.example'), 204);
      assert.equal(await statusFor('https://other.example'), 403);
    } finally {
      await server.close();
    }
  });

  it('keeps contacts, the journal and the history as long as configured', async () => {
    let now = Date.now();
    const env = {
      PROMO_LEAD_KEEP_CONTACTS: '40',
      PROMO_LEAD_KEEP_HISTORY: '60',
      PROMO_LEAD_KEEP_JOURNAL: '90',
    };
    const flags = { port: 0, data: temporaryFolder() };
    const config = loadConfig({ env, flags, demo: true });
    const server = await startServer(config, { log: silent, now: () => now });
    const sizes = async (): Promise<readonly number[]> => {
      const contacts = await server.store.selectFrom('contacts').select('id').execute();
      const journal = await server.store.selectFrom('journal').select('id').execute();
      const history = await server.store.selectFrom('audit_entries').select('id').execute();
      return [contacts.length, history.length, journal.length];
    };
    const become = (...wanted: readonly number[]): Promise<true> =>
      eventually(async () => (isDeepStrictEqual(await sizes(), wanted) ? true : undefined));
    try {
      const lead = { phone: '628111111111', promo_code: 'WELCOME10' };
      assert.equal((await postLead(server.url, lead)).status, 202);
      assert.equal((await fetch(`${server.url}/v1/owner/leads`)).status, 200);
      await become(1, 1, 1);
      now += 41 * 24 * 60 * 60_000;
      await become(0, 1, 1);
      now += 20 * 24 * 60 * 60_000;
      await become(0, 0, 1);
      now += 30 * 24 * 60 * 60_000;
      await become(0, 0, 0);
    } finally {
      await server.close();
    }
  });

  it('counts the guesses of each visitor behind a trusted reverse proxy', async () => {
    const env = { PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.0/8' };
    const flags = { port: 0, data: temporaryFolder() };
    const server = await startServer(loadConfig({ env, flags, demo: true }), { log: silent });
    const guess = async (visitor: string): Promise<number> => {
      const { status } = await fetch(`${server.url}/v1/promo-codes/validate`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: server.url,
          'x-forwarded-for': visitor,
        },
        body: JSON.stringify({ code: 'NO' }),
      });
      return status;
    };
    try {
      for (let i = 0; i < 10; i += 1) assert.equal(await guess('203.0.113.5'), 200);
      assert.equal(await guess(`1.2.3.4, 203.0.113.5`), 403);
      assert.equal(await guess('203.0.114.9'), 200);
    } finally {
      await server.close();
    }
  });

  it('warns about a trusted reverse proxy that does not pass the client’s address', async () => {
    const env = {
      PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.1/32',
      PROMO_LEAD_ORIGINS: 'https://shop.example',
    };
    const flags = { port: 0, data: temporaryFolder() };
    const { warnings, log } = recordWarnings();
    const server = await startServer(loadConfig({ env, flags }), { log });
    after(() => server.close());
    await fetch(`${server.url}/readyz`);
    const program = { origin: 'https://shop.example', 'user-agent': 'curl/8.14.1' };
    await fetch(`${server.url}/v1/challenge`, { headers: program });
    const ofKey = 'config.default-secret-key';
    assert.deepEqual(warnings, [ofKey]);
    const headers = { ...program, 'user-agent': 'Mozilla/5.0' };
    for (let i = 0; i < 2; i += 1) await fetch(`${server.url}/v1/challenge`, { headers });
    assert.deepEqual(warnings, [ofKey, 'limits.silent-proxy']);
  });

  it('refuses the documented key through a proxy, so that no stranger makes contacts', async () => {
    const tokenFor = async (env: Environment, headers: HeadersInit = {}): Promise<unknown> => {
      const flags = { port: 0, data: temporaryFolder() };
      const { warnings, log } = recordWarnings();
      const server = await startServer(loadConfig({ env, flags }), { log });
      const key = env['PROMOS_SERU_SECRET_KEY'] ?? '768';
      const body = new URLSearchParams({ name: 'stranger', secret_key: key });
      const asked = { method: 'POST', body, headers };
      const { status } = await fetch(`${server.url}/api/generate/token`, asked);
      const contact = await fetch(`${server.url}/api/make/contact`, asked);
      assert.equal(contact.status, status);
      await server.close();
      return [status, warnings.includes('config.default-secret-key')];
    };
    const byProxy = { 'x-forwarded-for': '203.0.113.9' };
    assert.deepEqual(await tokenFor({}), [200, false]);
    assert.deepEqual(await tokenFor({}, byProxy), [404, false]);
    assert.deepEqual(await tokenFor({ HOST: '0.0.0.0' }, byProxy), [200, true]);
    const ownKey = { PROMOS_SERU_SECRET_KEY: 'a-key-of-our-own' };
    assert.deepEqual(await tokenFor(ownKey, byProxy), [200, false]);
  });

  it('has no owner without a token in the demo behind a reverse proxy, whatever headers it sends', async () => {
    const env = { PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.1/32' };
    const told: string[] = [];
    const log: Log = { ...silent, info: (event) => void told.push(event) };
    const flags = { port: 0, data: temporaryFolder() };
    const server = await startServer(loadConfig({ env, flags, demo: true }), { log });
    after(() => server.close());
    assert.equal((await fetch(`${server.url}/v1/owner/leads`)).status, 404);
    assert(told.includes('config.no-local-owner'));
  });

  it("gives the owner's overview the shortest retention of a lead", async () => {
    const env = {
      PROMO_LEAD_KEEP_DELIVERED: '90',
      PROMO_LEAD_KEEP_DEAD: '7',
      PROMO_LEAD_KEEP_JOURNAL: '1',
    };
    const flags = { port: 0, data: temporaryFolder() };
    const server = await startServer(loadConfig({ env, flags, demo: true }), { log: silent });
    after(() => server.close());
    const reply = await fetch(`${server.url}/v1/owner/overview`);
    assert.equal(((await reply.json()) as Overview).leads_kept_days, 7);
  });

  it("gives the owner's pages the providers of codes and leads, a file without its folders", async () => {
    const codeFile = join(temporaryFolder(), 'codes.csv');
    writeFileSync(codeFile, 'code\nSPRING\n');
    const env = {
      PROMO_LEAD_CODE_FILE: codeFile,
      PROMO_LEAD_WEBHOOK_URL: 'https://crm.example/leads?key=canary-key',
      PROMO_LEAD_WEBHOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    };
    const flags = { port: 0, data: temporaryFolder() };
    const server = await startServer(loadConfig({ env, flags, demo: true }), { log: silent });
    after(() => server.close());
    const reply = await fetch(`${server.url}/v1/owner/setup`);
    assert.deepEqual(((await reply.json()) as OwnerSetup).providers, {
      promo_codes: { kind: 'file', name: 'codes.csv' },
      contacts: { kind: 'webhook', name: 'webhook' },
    });
  });

  it('answers 405 to other methods for the console and its address', async () => {
    const flags = { port: 0, data: temporaryFolder() };
    const server = await startServer(loadConfig({ env: {}, flags, demo: true }), { log: silent });
    after(() => server.close());
    const { status, headers } = await fetch(`${server.url}/console`, { method: 'DELETE' });
    assert.deepEqual([status, headers.get('allow')], [405, 'GET, HEAD']);
  });

  it('asks for the promo codes before a visitor does, and logs nothing if stopped meanwhile', async () => {
    const vendor = await faultVendor();
    after(() => vendor.close());
    // Never answered.
    vendor.faults.set('codes', () => {});
    const asked = Promise.withResolvers<void>();
    vendor.onCall = (call) => {
      if (call === 'codes') asked.resolve();
    };
    const env = {
      PROMOHOLDER_URL: vendor.baseUrl,
      PROMOHOLDER_TOKEN: vendorAccess.token,
      PROMOHOLDER_COMPANY: vendorAccess.company,
    };
    const config = loadConfig({ env, flags: { port: 0, data: temporaryFolder() } });
    const { warnings, log } = recordWarnings();
    const server = await startServer(config, { log });
    await asked.promise;
    await server.close();
    await new Promise(setImmediate);
    assert.deepEqual(warnings, []);
  });

  it('leaves a call in doubt that outlives the stop, and the next start resolves it', async () => {
    const vendor = await faultVendor();
    after(() => vendor.close());
    const called = Promise.withResolvers<void>();
    vendor.faults.set('contact', (_, { execute }) => {
      execute();
      called.resolve();
    });
    const env = {
      PROMO_LEAD_QUIET_MS: '1',
      PROMOS_SERU_URL: vendor.baseUrl,
      PROMOS_SERU_NAME: 'shop',
      PROMOS_SERU_SECRET_KEY: vendorAccess.secretKey,
    };
    const config = loadConfig({ env, flags: { port: 0, data: temporaryFolder() } });
    const { warnings, log } = recordWarnings();
    const first = await startServer(config, { log });
    const phone = '628111111111';
    assert.equal((await postLead(first.url, { phone })).status, 202);
    await called.promise;
    await first.close(50);
    assert(warnings.includes('worker.calls-left'));

    vendor.faults.clear();
    // All leases of the first server have ended.
    const next = await startServer(config, { log, now: () => Date.now() + 600_000 });
    after(() => next.close());
    const lead = await eventually(async () => {
      const [row] = await next.store.selectFrom('leads').selectAll().execute();
      return row?.state === 'delivered' ? row : undefined;
    });
    assert.deepEqual([lead.doubts, lead.contact_id, vendor.asked.get(phone)], [1, null, 2]);
  });
});
