import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { demoCompany, seedDemo } from '../../src/backend/index.ts';
import { openStore } from '../../src/node/index.ts';
import type { Store } from '../../src/store/index.ts';
import { said, type Spawned, spawnProgram } from '../support/command/spawn.ts';
import { eventually } from '../support/poll.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { folderOf, servers } from './apps.ts';

const pageOrigin = 'https://page.example';
const adminToken = 'the-token-of-the-owner';
const behindProxy = { PROMO_LEAD_TRUSTED_PROXIES: '127.0.0.0/8' };

interface Mounted {
  readonly name: string;
  /** The server's file. */
  readonly file: string;
  /** Additional variables; a framework that trusts proxies itself needs none. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the site around it parses JSON. */
  readonly hasParser: boolean;
}

const mounted: readonly Mounted[] = [
  { name: 'node-http', file: 'src/node-http.js', env: behindProxy, hasParser: false },
  { name: 'express', file: 'src/express.js', hasParser: true },
  { name: 'fastify', file: 'src/fastify.js', hasParser: true },
  { name: 'hono', file: 'src/hono.js', env: behindProxy, hasParser: true },
  { name: 'Next', file: 'next/host.js', hasParser: false },
];

interface Running {
  readonly url: string;
  readonly store: Store;
  readonly spawned: Spawned;
}

/** All start at once, each as its owner would start it, with its own store. */
const running = await Promise.all(mounted.map(start));

async function start({ file, env }: Mounted): Promise<Running> {
  const data = temporaryFolder();
  const { store, close } = await openStore({ kind: 'sqlite', file: join(data, 'promo-lead.db') });
  after(close);
  await seedDemo(store, Date.now());
  const spawned = spawnProgram(join(folderOf(servers), file), [], {
    PORT: '0',
    PROMO_LEAD_DATA: data,
    PROMO_LEAD_ORIGINS: pageOrigin,
    PROMOHOLDER_COMPANY: demoCompany,
    PROMO_LEAD_ADMIN_TOKEN: adminToken,
    ...env,
  });
  const port = await said(spawned, /port: (\d+)/);
  return { url: `http://127.0.0.1:${port}`, store, spawned };
}

mounted.forEach(({ name, hasParser }, index) => {
  const { url, store, spawned } = running[index] ?? assert.fail();

  function post(path: string, body: object, headers: object = {}): Promise<Response> {
    return fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: pageOrigin, ...headers },
      body: JSON.stringify(body),
    });
  }

  describe(`a proxy mounted in ${name}`, () => {
    it('checks promo codes, and sends a lead once that comes twice', async () => {
      const verdict = await post('/promo/v1/promo-codes/validate', { code: 'welcome10' });
      assert.deepEqual(await verdict.json(), { status: 'valid', code: 'WELCOME10' });

      const who = { first_name: 'Ana', last_name: 'Sari' };
      const sent = { ...who, phone: '628123456789', product: 'blackmask', promo_code: 'once' };
      const key = { 'idempotency-key': 'lead-0123456789abcdef' };
      const first = await post('/promo/v1/leads', sent, key);
      const second = await post('/promo/v1/leads', sent, key);
      assert.deepEqual([first.status, second.status], [202, 202]);
      assert.equal(second.headers.get('idempotent-replayed'), 'true');
      assert.deepEqual(await second.json(), await first.json());

      const uses = await eventually(async () => {
        const found = await store.selectFrom('journal').selectAll().execute();
        return found.length > 0 ? found : undefined;
      });
      const contacts = await store.selectFrom('contacts').select('phone').execute();
      assert.deepEqual([contacts, uses.length], [[{ phone: '628123456789' }], 1]);
    });

    it('refuses a page that is not on the list, and answers the preflight of one that is', async () => {
      const headers = { origin: 'https://other.example' };
      const refused = await post('/promo/v1/promo-codes/validate', { code: 'NO' }, headers);
      assert.equal(refused.status, 403);
      const preflight = await fetch(`${url}/promo/v1/leads`, {
        method: 'OPTIONS',
        headers: { origin: pageOrigin, 'access-control-request-method': 'POST' },
      });
      assert.equal(preflight.headers.get('access-control-allow-origin'), pageOrigin);
    });

    it('serves the script, and leaves the rest of the site alone', async () => {
      const script = await fetch(`${url}/promo/widget/promo-lead.js`);
      assert.match(await script.text(), /customElements/);
      const order = await post('/orders', { product: 'blackmask' });
      const text = await order.text();
      if (hasParser) assert.deepEqual(JSON.parse(text), { ordered: 'blackmask' });
      else assert.equal(text, 'A page of yours');
    });

    it('serves the owner’s pages: signing in, a change, signing out', async () => {
      const console = await fetch(`${url}/promo/console`);
      assert.equal(console.url, `${url}/promo/console/`);
      const [, script] = /<script[^>]* src="([^"]+)"/.exec(await console.text()) ?? [];
      const code = await fetch(new URL(script ?? assert.fail(), console.url));
      assert.match(await code.text(), /console-app/);

      const call = (method: string, path: string, more: object, body?: object): Promise<Response> =>
        fetch(`${url}/promo/v1/owner${path}`, {
          method,
          headers: { 'content-type': 'application/json', origin: url, ...more },
          ...(body && { body: JSON.stringify(body) }),
        });
      const token = { token: adminToken };
      const elsewhere = await call('POST', '/session', { origin: pageOrigin }, token);
      assert.equal(elsewhere.status, 403);
      const entered = await call('POST', '/session', {}, token);
      const [cookie = ''] = entered.headers.get('set-cookie')?.split(';') ?? [];
      const change = { company: demoCompany, code: 'PAUSED', active: true };
      const changed = await call('PATCH', '/codes', { cookie }, change);
      const left = await call('DELETE', '/session', { cookie });
      assert.deepEqual([entered.status, changed.status, left.status], [204, 200, 204]);
    });

    it('tells visitors behind a reverse proxy apart', async () => {
      const guess = async (visitor: string): Promise<number> => {
        const headers = { 'x-forwarded-for': visitor };
        return (await post('/promo/v1/promo-codes/validate', { code: 'NO' }, headers)).status;
      };
      for (let i = 0; i < 10; i += 1) assert.equal(await guess('203.0.113.5'), 200);
      assert.equal(await guess('1.2.3.4, 203.0.113.5'), 403);
      assert.equal(await guess('203.0.114.9'), 200);
    });

    it('exits on its own after SIGTERM', async () => {
      assert.equal((await fetch(`${url}/promo/readyz`)).status, 200);
      spawned.child.kill('SIGTERM');
      assert.equal(await spawned.ended, 0, spawned.stderr());
      const errors = spawned
        .stderr()
        .split('\n')
        .filter((line) => /"(?:error|warn)"/.test(line));
      // The refused page is logged by its host, without a URL.
      assert.deepEqual(
        errors.map((line) => (JSON.parse(line) as { event: string; host: string }).event),
        ['origin.refused'],
      );
    });
  });
});
